#include "base/activation.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

namespace trawl {
namespace {

constexpr int first_inherited = 3;
constexpr int most_inherited = 64;  // more is a mistake in the environment, not a unit

int count_of(const char* pid, const char* count) {
  if (!pid || !count || std::atol(pid) != ::getpid()) return 0;
  const int given = std::atoi(count);
  return given > 0 && given <= most_inherited ? given : 0;
}

}  // namespace

std::vector<UniqueFd> take_inherited_sockets() {
  std::vector<UniqueFd> sockets;
  const int count = count_of(std::getenv("LISTEN_PID"), std::getenv("LISTEN_FDS"));
  for (int descriptor = first_inherited; descriptor < first_inherited + count; ++descriptor) {
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    sockets.emplace_back(descriptor);
  }
  for (const char* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) ::unsetenv(name);
  return sockets;
}

bool is_unix_socket(int descriptor) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  return ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0 &&
         address.ss_family == AF_UNIX;
}

}  // namespace trawl
