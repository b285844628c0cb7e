#include "trawlctl/interrupt.hpp"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>

namespace trawl::ctl {
namespace {

sigset_t watched_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

Interrupt::Interrupt() {
  const sigset_t set = watched_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  fd_ = UniqueFd(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

Interrupt::~Interrupt() {
  // What came was dealt with: left pending, it would end the process instead of its exit code.
  signalfd_siginfo taken;
  while (read(fd_.get(), &taken, sizeof taken) > 0) {
  }
  const sigset_t set = watched_signals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

bool Interrupt::came() const {
  pollfd watched{fd_.get(), POLLIN, 0};
  return poll(&watched, 1, 0) > 0;
}

}  // namespace trawl::ctl
