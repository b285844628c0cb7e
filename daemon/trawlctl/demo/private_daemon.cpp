#include "trawlctl/demo/private_daemon.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <utility>

#include "client/connection.hpp"
#include "trawlctl/fields.hpp"

namespace trawl::ctl {
namespace {

constexpr Millis start_patience{20'000};
constexpr int stop_patience_ms = 10'000;
constexpr int look_every_ms = 20;
constexpr std::size_t log_lines_shown = 20;

// Runs in the child between fork and exec: only what is allowed there. The daemon dies with us, writes
// to its log, and gets Ctrl-C only through us.
[[noreturn]] void become_daemon(const char* trawld, const char* config, const char* log) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  setpgid(0, 0);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const int out = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  execl(trawld, "trawld", "--config", config, nullptr);
  _exit(127);
}

}  // namespace

Result<PrivateDaemon> PrivateDaemon::start(
    const Installation& installed,
    const std::function<std::string(const std::filesystem::path&)>& configuration) {
  std::string name = (std::filesystem::temp_directory_path() / "trawl-demo-XXXXXX").string();
  if (!mkdtemp(name.data()))
    return refuse(Code::internal_error, fmt::format("cannot make {}: {}", name, std::strerror(errno)));
  PrivateDaemon daemon{std::filesystem::path(name)};
  std::ofstream(daemon.folder_ / "trawl.yaml") << configuration(daemon.folder_);
  if (auto launched = daemon.launch(installed.trawld); !launched) return std::unexpected(launched.error());
  if (auto ready = daemon.wait_until_ready(start_patience); !ready) return std::unexpected(ready.error());
  return daemon;
}

Result<> PrivateDaemon::launch(const std::filesystem::path& trawld) {
  const std::string config = folder_ / "trawl.yaml", log = folder_ / "trawld.out";
  pid_ = fork();
  if (pid_ == 0) become_daemon(trawld.c_str(), config.c_str(), log.c_str());
  if (pid_ < 0)
    return refuse(Code::internal_error,
                  fmt::format("cannot start {}: {}", trawld.string(), std::strerror(errno)));
  return {};
}

Result<> PrivateDaemon::wait_until_ready(Millis patience) const {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < deadline) {
    if (!running()) return refuse(Code::daemon_unreachable, "the demo's daemon ended at once", log_tail());
    if (auto connection = client::Connection::open(socket())) {
      const auto status = connection->call("daemon.status", {});
      if (status && text(*status, "state") == "ready") return {};
    }
    poll(nullptr, 0, look_every_ms);
  }
  return refuse(Code::timeout,
                fmt::format("the demo's daemon is not ready after {}", format_duration(patience)),
                log_tail());
}

PrivateDaemon::PrivateDaemon(PrivateDaemon&& other) noexcept
    : folder_(std::exchange(other.folder_, {})), pid_(std::exchange(other.pid_, -1)) {}

PrivateDaemon::~PrivateDaemon() {
  if (pid_ > 0) {
    kill(pid_, SIGTERM);
    int waited = 0;
    while (waitpid(pid_, nullptr, WNOHANG) == 0) {
      if (waited >= stop_patience_ms) {
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
        break;
      }
      poll(nullptr, 0, look_every_ms);
      waited += look_every_ms;
    }
  }
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

// Looks without reaping, so that the pid stays ours until the destructor.
bool PrivateDaemon::running() const {
  siginfo_t ended{};
  return waitid(P_PID, static_cast<id_t>(pid_), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         ended.si_pid == 0;
}

std::string PrivateDaemon::log_tail() const {
  std::deque<std::string> lines;
  for (const char* name : {"trawld.out", "trawld.log"}) {
    std::ifstream log(folder_ / name);
    for (std::string line; std::getline(log, line);) {
      lines.push_back(line);
      if (lines.size() > log_lines_shown) lines.pop_front();
    }
  }
  return fmt::format("{}", fmt::join(lines, "\n"));
}

}  // namespace trawl::ctl
