#include "base/unix_listener.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace trawl {
namespace {

constexpr int backlog = 128;

std::unexpected<Error> failed(std::string_view what, const std::string& path, const ListenAt& wanted) {
  return refuse(Code::config_invalid, fmt::format("cannot {} {}: {}", what, path, std::strerror(errno)),
                fmt::format("see {} in trawl.yaml, and the rights on its folder", wanted.key));
}

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  return address;
}

UniqueFd new_socket() {
  return UniqueFd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

// A connect() that succeeds, or finds the queue full, has found someone who listens.
bool is_answered(const std::string& path) {
  const UniqueFd probe = new_socket();
  const sockaddr_un address = address_of(path);
  return connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ||
         errno == EAGAIN;
}

Result<> check_free(const ListenAt& wanted) {
  const std::string& path = wanted.path;
  struct stat status{};
  if (lstat(path.c_str(), &status) != 0) return {};
  if (!S_ISSOCK(status.st_mode))
    return refuse(Code::config_invalid, fmt::format("{} exists and is not a socket", path),
                  fmt::format("choose another {}, or move the file away", wanted.key));
  if (is_answered(path))
    return refuse(Code::config_invalid, fmt::format("another process answers at {}", path),
                  fmt::format("stop it, or choose another {}", wanted.key));
  return {};
}

Result<> prepare(int listener, const std::string& path, const ListenAt& wanted) {
  const sockaddr_un address = address_of(path);
  if (bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return failed("bind", path, wanted);
  if (wanted.gid && chown(path.c_str(), static_cast<uid_t>(-1), *wanted.gid) != 0)
    return failed("change the group of", path, wanted);
  if (chmod(path.c_str(), wanted.mode) != 0) return failed("change the mode of", path, wanted);
  if (listen(listener, backlog) != 0) return failed("listen at", path, wanted);
  if (std::rename(path.c_str(), wanted.path.c_str()) != 0) return failed("rename the socket to", wanted.path, wanted);
  return {};
}

}  // namespace

Result<UnixListener> listen_at_path(const ListenAt& wanted) {
  const std::string temporary = fmt::format("{}.{}", wanted.path, getpid());
  if (temporary.size() >= sizeof(sockaddr_un::sun_path))
    return refuse(Code::config_invalid,
                  fmt::format("the socket path {} is too long: it may have {} bytes", wanted.path,
                              sizeof(sockaddr_un::sun_path) - 1 - (temporary.size() - wanted.path.size())),
                  fmt::format("choose a shorter {}", wanted.key));
  if (auto free = check_free(wanted); !free) return std::unexpected(free.error());
  UniqueFd listener = new_socket();
  if (!listener) return failed("create a socket for", wanted.path, wanted);
  unlink(temporary.c_str());  // left by a process of the same number that died in between
  if (auto prepared = prepare(listener.get(), temporary, wanted); !prepared) {
    unlink(temporary.c_str());
    return std::unexpected(prepared.error());
  }
  UnixListener result{.socket = std::move(listener), .path = wanted.path};
  if (struct stat status{}; lstat(wanted.path.c_str(), &status) == 0)
    result.device = status.st_dev, result.inode = status.st_ino;
  return result;
}

void remove_path(const UnixListener& listener) {
  struct stat status{};
  if (listener.path.empty() || lstat(listener.path.c_str(), &status) != 0) return;
  if (status.st_dev == listener.device && status.st_ino == listener.inode) unlink(listener.path.c_str());
}

}  // namespace trawl
