// A worker dies with its daemon, even if that gets no chance to say goodbye.
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "base/unique_fd.hpp"
#include "tests/unit/worker/conversation.hpp"

namespace trawl::worker {
namespace {

TEST(Orphan, TheWorkerEndsWhenTheDaemonIsKilled) {
  int pipe[2];
  ASSERT_EQ(::pipe(pipe), 0);
  const std::string maker = TRAWL_BINARY_DIR "/tests/orphan-maker";
  const std::string plugin = (fixture_folder / "hostile.so").string();
  const pid_t daemon = ::fork();
  if (daemon == 0) {
    ::dup2(pipe[1], STDOUT_FILENO);
    ::execl(maker.c_str(), maker.c_str(), worker_program.c_str(), plugin.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(pipe[1]);
  char text[32]{};
  ASSERT_GT(::read(pipe[0], text, sizeof text - 1), 0);
  const UniqueFd worker(static_cast<int>(::syscall(SYS_pidfd_open, std::atoi(text), 0)));
  ASSERT_TRUE(worker);

  ::kill(daemon, SIGKILL);
  ::waitpid(daemon, nullptr, 0);
  pollfd gone{worker.get(), POLLIN, 0};
  EXPECT_EQ(::poll(&gone, 1, 5000), 1) << "the worker still runs";
  ::close(pipe[0]);
}

}  // namespace
}  // namespace trawl::worker
