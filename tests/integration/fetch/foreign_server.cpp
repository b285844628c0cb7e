#include "tests/integration/fetch/foreign_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <chrono>
#include <stdexcept>
#include <thread>

#include "base/unique_fd.hpp"

extern char** environ;

namespace trawl::test {
namespace {

// The interpreter that Debian's modules are for; another may come first in PATH.
constexpr const char* python = "/usr/bin/python3";

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  address.sin_port = ::htons(port);
  return address;
}

bool answers(std::uint16_t port) {
  const UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_in address = loopback(port);
  return ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

// Silent, because what servers print while they are being tested is no news.
pid_t start(std::vector<std::string> command) {
  std::vector<char*> arguments;
  for (std::string& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  for (const int fd : {STDOUT_FILENO, STDERR_FILENO})
    ::posix_spawn_file_actions_addopen(&files, fd, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int error = ::posix_spawn(&child, arguments[0], &files, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&files);
  if (error != 0) throw std::runtime_error("cannot start " + command[0]);
  return child;
}

}  // namespace

ForeignServer::ForeignServer(std::vector<std::string> command, std::uint16_t port) : port_(port) {
  const std::string name = command[0];
  child_ = start(std::move(command));
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (!answers(port_)) {
    if (std::chrono::steady_clock::now() > give_up || ::waitpid(child_, nullptr, WNOHANG) != 0) {
      ::kill(child_, SIGKILL);
      throw std::runtime_error(name + " does not answer");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
}

ForeignServer::~ForeignServer() {
  ::kill(child_, SIGKILL);  // none of them has anything to save
  ::waitpid(child_, nullptr, 0);
}

std::uint16_t free_port() {
  const UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(fd.get(), generic, size) != 0 || ::getsockname(fd.get(), generic, &size) != 0)
    throw std::runtime_error("no free port");
  return ::ntohs(address.sin_port);
}

std::optional<std::string> why_no_program(const std::filesystem::path& path, const std::string& package) {
  if (std::filesystem::exists(path)) return std::nullopt;
  return path.string() + " is missing (package " + package + ")";
}

std::optional<std::string> why_no_httpbin() {
  if (auto reason = why_no_program(python, "python3")) return reason;
  int status = 0;
  ::waitpid(start({python, "-c", "import httpbin"}), &status, 0);
  if (status == 0) return std::nullopt;
  return "Python's httpbin is missing (package python3-httpbin)";
}

std::vector<std::string> httpbin_command(std::uint16_t port) {
  return {python, "-m", "httpbin.core", "--port", std::to_string(port)};
}

}  // namespace trawl::test
