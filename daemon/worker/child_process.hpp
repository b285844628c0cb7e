// A child process started by this daemon: spawned with exactly the descriptors it needs and an empty
// environment, watched through a pidfd, reaped whatever happens. One executor; it lives on the thread
// that spawns, because the child dies with that thread.
#pragma once

#include <sys/types.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/task.hpp"
#include "base/unique_fd.hpp"

namespace trawl::worker {

// The child's descriptors; it has no others. Those left out: 0 is /dev/null, 1 is what 2 is.
struct ChildFds {
  int in = -1;       // becomes 0
  int out = -1;      // becomes 1
  int log = -1;      // becomes 2; required
  int channel = -1;  // becomes 3
};

struct ChildExit {
  int code = 0;  // meaningful when signal is 0
  int signal = 0;
  std::uint64_t max_rss_bytes = 0;  // the kernel starts counting at this daemon's own peak (vfork)
};

class ChildProcess {
 public:
  // Fails when the program cannot be executed.
  static Result<ChildProcess> spawn(asio::any_io_executor, const std::filesystem::path& program,
                                    const std::vector<std::string>& arguments, const ChildFds&);

  ChildProcess(ChildProcess&&) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;
  ~ChildProcess();  // kills; a child that does not end at once is reaped later on the executor

  pid_t pid() const { return pid_; }
  void kill() noexcept;    // SIGKILL; nothing happens when it has ended
  Task<ChildExit> wait();  // one waiter at a time; later calls give the same answer

 private:
  ChildProcess(asio::any_io_executor, pid_t, UniqueFd pidfd);

  pid_t pid_;
  asio::posix::stream_descriptor pidfd_;
  std::optional<ChildExit> exit_;
};

}  // namespace trawl::worker
