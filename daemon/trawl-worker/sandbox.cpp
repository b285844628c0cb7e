#include "trawl-worker/sandbox.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "trawl-worker/syscall_filter.hpp"

// In builds with sanitizers (TRAWL_SANITIZED): these reserve terabytes of address space, so a limit on it
// would end the worker at once, and the leak check at exit() starts a process that traces this one.
#ifdef TRAWL_SANITIZED
extern "C" __attribute__((visibility("default"))) const char* __asan_default_options() {
  return "detect_leaks=0";
}
constexpr bool can_limit_memory = false;
#else
constexpr bool can_limit_memory = true;
#endif

namespace trawl::worker {
namespace {

void check(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
}

void limit(__rlimit_resource resource, rlim_t soft, rlim_t hard, const char* what) {
  const rlimit value{soft, hard};
  check(::setrlimit(resource, &value), what);
}

void limit(__rlimit_resource resource, rlim_t value, const char* what) {
  limit(resource, value, value, what);
}

// The signal follows the thread that spawned us; the comparison catches a parent that died before.
void die_with(pid_t parent) {
  check(::prctl(PR_SET_PDEATHSIG, SIGKILL), "PR_SET_PDEATHSIG");
  if (::getppid() != parent) ::_exit(1);
}

// When memory runs out on the machine, a worker goes before the daemon does. Not being allowed is fine.
void go_first_when_memory_is_short() {
  const int file = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  [[maybe_unused]] const auto written = ::write(file, "1000", 4);
  ::close(file);
}

}  // namespace

void enter_sandbox(const SandboxLimits& limits) {
  check(::close_range(static_cast<unsigned>(limits.highest_fd) + 1, ~0U, 0), "close_range");
  if (limits.parent) die_with(*limits.parent);
  go_first_when_memory_is_short();

  limit(RLIMIT_CORE, 0, "RLIMIT_CORE");
  limit(RLIMIT_FSIZE, limits.file_bytes, "RLIMIT_FSIZE");
  limit(RLIMIT_MEMLOCK, 0, "RLIMIT_MEMLOCK");
  limit(RLIMIT_NOFILE, 64, "RLIMIT_NOFILE");
  if (limits.memory_bytes > 0 && can_limit_memory) limit(RLIMIT_AS, limits.memory_bytes, "RLIMIT_AS");
  // SIGXCPU first, which the daemon can tell from other deaths; SIGKILL for who ignores it.
  if (limits.cpu_seconds > 0) limit(RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 5, "RLIMIT_CPU");

  check(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "PR_SET_NO_NEW_PRIVS");
  install_syscall_filter();
}

}  // namespace trawl::worker
