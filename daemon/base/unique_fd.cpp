#include "base/unique_fd.hpp"

#include <unistd.h>

namespace trawl {

void UniqueFd::reset(int fd) noexcept {
  if (fd_ >= 0) ::close(fd_);   // EINTR closes too on Linux: a second close could hit another's descriptor
  fd_ = fd;
}

}  // namespace trawl
