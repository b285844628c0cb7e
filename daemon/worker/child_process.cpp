#include "worker/child_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/redirect_error.hpp>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace trawl::worker {
namespace {

// posix_spawn's two objects with their cleanup. The child gets a process group of its own, so that ^C in
// trawld's terminal does not reach it, and default signal handling.
class SpawnPlan {
 public:
  SpawnPlan() {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawnattr_init(&attributes_);
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(&attributes_,
                               POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  void open_null(int target) {
    ::posix_spawn_file_actions_addopen(&actions_, target, "/dev/null", O_RDONLY, 0);
  }
  void give(int fd, int target) { ::posix_spawn_file_actions_adddup2(&actions_, fd, target); }
  void close_from(int fd) { ::posix_spawn_file_actions_addclosefrom_np(&actions_, fd); }

  int run(pid_t& pid, const char* program, char* const* arguments) const {
    char* const no_environment[] = {nullptr};
    return ::posix_spawn(&pid, program, &actions_, &attributes_, arguments, no_environment);
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

// A copy above the numbers that the child's descriptors take, so that none overwrites another.
UniqueFd copy_out_of_the_way(int fd) {
  return UniqueFd(::fcntl(fd, F_DUPFD_CLOEXEC, 16));
}

// Collects the child if it has ended. The raw call, because the library's waitid gives no resource usage.
std::optional<ChildExit> reap(int pidfd) {
  siginfo_t info{};
  rusage usage{};
  if (::syscall(SYS_waitid, P_PIDFD, pidfd, &info, WEXITED | WNOHANG, &usage) != 0 || info.si_pid == 0)
    return {};
  const bool exited = info.si_code == CLD_EXITED;
  return ChildExit{exited ? info.si_status : 0, exited ? 0 : info.si_status,
                   static_cast<std::uint64_t>(usage.ru_maxrss) * 1024};
}

Task<> reap_later(asio::posix::stream_descriptor pidfd) {
  boost::system::error_code fault;
  while (!fault && !reap(pidfd.native_handle()))
    co_await pidfd.async_wait(asio::posix::stream_descriptor::wait_read,
                              asio::redirect_error(asio::use_awaitable, fault));
}

}  // namespace

Result<ChildProcess> ChildProcess::spawn(asio::any_io_executor executor, const std::filesystem::path& program,
                                         const std::vector<std::string>& arguments, const ChildFds& fds) {
  const UniqueFd log = copy_out_of_the_way(fds.log);
  const UniqueFd out = copy_out_of_the_way(fds.out >= 0 ? fds.out : fds.log);
  const UniqueFd channel = fds.channel >= 0 ? copy_out_of_the_way(fds.channel) : UniqueFd();
  const UniqueFd in = fds.in >= 0 ? copy_out_of_the_way(fds.in) : UniqueFd();
  SpawnPlan plan;
  if (in)
    plan.give(in.get(), 0);
  else
    plan.open_null(0);
  plan.give(out.get(), 1);
  plan.give(log.get(), 2);
  if (channel) plan.give(channel.get(), 3);
  plan.close_from(channel ? 4 : 3);

  std::vector<std::string> words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);

  pid_t pid = 0;
  if (const int fault = plan.run(pid, program.c_str(), pointers.data()); fault != 0)
    return refuse(Code::plugin_unavailable,
                  fmt::format("{} cannot be started: {}", program.string(), std::strerror(fault)),
                  "install trawl completely: trawl-worker belongs beside trawld");
  UniqueFd pidfd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (!pidfd) {
    const int fault = errno;
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    return refuse(Code::plugin_unavailable, fmt::format("pidfd_open: {}", std::strerror(fault)));
  }
  return ChildProcess(std::move(executor), pid, std::move(pidfd));
}

ChildProcess::ChildProcess(asio::any_io_executor executor, pid_t pid, UniqueFd pidfd)
    : pid_(pid), pidfd_(std::move(executor), pidfd.release()) {}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(other.pid_), pidfd_(std::move(other.pidfd_)), exit_(std::exchange(other.exit_, ChildExit{})) {}

ChildProcess::~ChildProcess() {
  if (exit_ || !pidfd_.is_open()) return;
  kill();
  if (reap(pidfd_.native_handle())) return;
  const auto executor = pidfd_.get_executor();
  trawl::spawn(executor, "worker.reap", reap_later(std::move(pidfd_)));
}

void ChildProcess::kill() noexcept {
  if (!exit_) ::syscall(SYS_pidfd_send_signal, pidfd_.native_handle(), SIGKILL, nullptr, 0);
}

Task<ChildExit> ChildProcess::wait() {
  while (!exit_) {
    exit_ = reap(pidfd_.native_handle());
    if (!exit_) co_await pidfd_.async_wait(asio::posix::stream_descriptor::wait_read, asio::use_awaitable);
  }
  co_return *exit_;
}

}  // namespace trawl::worker
