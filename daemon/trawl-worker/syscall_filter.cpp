#include "trawl-worker/syscall_filter.hpp"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <system_error>
#include <vector>

namespace trawl::worker {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t this_machine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t this_machine = AUDIT_ARCH_AARCH64;
#else
#error "the syscall filter knows x86-64 and arm64"
#endif

constexpr std::uint32_t allow = SECCOMP_RET_ALLOW;
constexpr std::uint32_t kill = SECCOMP_RET_KILL_PROCESS;  // SIGSYS: only an attack does this
constexpr std::uint32_t refuse(int error) {
  return SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error);
}

struct Rule {
  long call;
  std::uint32_t verdict;
};

constexpr Rule rules[] = {
    // No network, and no channel but the inherited one.
    {SYS_socket, refuse(EPERM)},
    {SYS_socketpair, refuse(EPERM)},
    {SYS_connect, refuse(EPERM)},
    {SYS_bind, refuse(EPERM)},
    {SYS_listen, refuse(EPERM)},
    {SYS_accept, refuse(EPERM)},
    {SYS_accept4, refuse(EPERM)},
// No other process, neither new nor existing. Threads are fine: see clone below.
#ifdef SYS_fork
    {SYS_fork, refuse(EPERM)},
    {SYS_vfork, refuse(EPERM)},
#endif
    {SYS_clone3, refuse(ENOSYS)},  // its flags are out of a filter's reach; libc then uses clone
    {SYS_kill, refuse(EPERM)},
    {SYS_tkill, refuse(EPERM)},
    {SYS_rt_sigqueueinfo, refuse(EPERM)},
    {SYS_pidfd_open, refuse(EPERM)},
    {SYS_pidfd_send_signal, refuse(EPERM)},
    {SYS_setsid, refuse(EPERM)},
    {SYS_setpgid, refuse(EPERM)},
    {SYS_execve, kill},
    {SYS_execveat, kill},
    {SYS_ptrace, kill},
    {SYS_process_vm_readv, kill},
    {SYS_process_vm_writev, kill},
    {SYS_pidfd_getfd, kill},
    // Doors that only attackers knock at.
    {SYS_bpf, kill},
    {SYS_perf_event_open, kill},
    {SYS_userfaultfd, kill},
    {SYS_io_uring_setup, kill},
    {SYS_io_uring_enter, kill},
    {SYS_io_uring_register, kill},
    {SYS_mount, kill},
    {SYS_umount2, kill},
    {SYS_move_mount, kill},
    {SYS_open_tree, kill},
    {SYS_fsopen, kill},
    {SYS_fsmount, kill},
    {SYS_pivot_root, kill},
    {SYS_chroot, kill},
    {SYS_unshare, kill},
    {SYS_setns, kill},
    {SYS_keyctl, kill},
    {SYS_add_key, kill},
    {SYS_request_key, kill},
    {SYS_init_module, kill},
    {SYS_finit_module, kill},
    {SYS_delete_module, kill},
    {SYS_kexec_load, kill},
    {SYS_reboot, kill},
};

constexpr sock_filter load(std::size_t offset) {
  return {BPF_LD | BPF_W | BPF_ABS, 0, 0, static_cast<std::uint32_t>(offset)};
}
constexpr sock_filter verdict(std::uint32_t value) {
  return {BPF_RET | BPF_K, 0, 0, value};
}
// Skips `skipped` instructions unless the loaded word equals `value`.
constexpr sock_filter unless_equal(std::uint32_t value, std::uint8_t skipped) {
  return {BPF_JMP | BPF_JEQ | BPF_K, 0, skipped, value};
}

constexpr std::size_t argument(int index) {  // its low 32 bits
  return offsetof(seccomp_data, args) + 8 * static_cast<std::size_t>(index);
}

std::vector<sock_filter> build() {
  std::vector<sock_filter> program{
      load(offsetof(seccomp_data, arch)),
      {BPF_JMP | BPF_JEQ | BPF_K, 1, 0, this_machine},
      verdict(kill),
      load(offsetof(seccomp_data, nr)),
#ifdef __x86_64__
      {BPF_JMP | BPF_JGE | BPF_K, 0, 1, 0x40000000},  // the x32 twins of all calls
      verdict(kill),
#endif
      // clone makes threads only.
      unless_equal(SYS_clone, 4),
      load(argument(0)),
      {BPF_JMP | BPF_JSET | BPF_K, 0, 1, CLONE_THREAD},
      verdict(allow),
      verdict(refuse(EPERM)),
      // Signals reach this process only: abort() and raise() need that much.
      unless_equal(SYS_tgkill, 4),
      load(argument(0)),
      unless_equal(static_cast<std::uint32_t>(::getpid()), 1),
      verdict(allow),
      verdict(refuse(EPERM)),
      // Nobody escapes the daemon's death.
      unless_equal(SYS_prctl, 4),
      load(argument(0)),
      unless_equal(PR_SET_PDEATHSIG, 1),
      verdict(refuse(EPERM)),
      verdict(allow),
  };
  for (const Rule& rule : rules) {
    program.push_back(unless_equal(static_cast<std::uint32_t>(rule.call), 1));
    program.push_back(verdict(rule.verdict));
  }
  program.push_back(verdict(allow));
  return program;
}

}  // namespace

void install_syscall_filter() {
  std::vector<sock_filter> program = build();
  const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
  if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) != 0)
    throw std::system_error(errno, std::generic_category(), "seccomp");
}

}  // namespace trawl::worker
