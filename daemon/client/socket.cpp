#include "client/socket.hpp"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <vector>

#include "base/text.hpp"

namespace trawl::client {
namespace {

std::string user_name(uid_t uid) {
  const passwd* entry = getpwuid(uid);
  return entry ? entry->pw_name : std::to_string(uid);
}

std::string group_name(gid_t gid) {
  const group* entry = getgrgid(gid);
  return entry ? entry->gr_name : std::to_string(gid);
}

SocketFacts gather_facts(const std::string& path) {
  SocketFacts facts{.path = path, .user = user_name(geteuid()), .uid = geteuid()};
  std::vector<gid_t> gids(256);
  const int count = getgroups(static_cast<int>(gids.size()), gids.data());
  std::vector<std::string> names{group_name(getegid())};
  for (int i = 0; i < count; ++i)
    if (gids[static_cast<std::size_t>(i)] != getegid())
      names.push_back(group_name(gids[static_cast<std::size_t>(i)]));
  facts.groups = join(names, ", ");
  struct stat status{};
  if (stat(path.c_str(), &status) == 0) facts.needed_group = group_name(status.st_gid);
  return facts;
}

// A socket in a folder that others may write to can be anybody's. Below /run only root decides.
Result<> check_listener(int fd, const std::string& path) {
  if (path.starts_with("/run/")) return {};
  ucred listener{};
  socklen_t size = sizeof listener;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &listener, &size) != 0) return {};
  const passwd* trawl = getpwnam("trawl");
  if (listener.uid == 0 || listener.uid == geteuid() || (trawl && trawl->pw_uid == listener.uid)) return {};
  return refuse(
      Code::permission_denied,
      fmt::format("{} belongs to {} (uid {}), who is not trawl", path, user_name(listener.uid), listener.uid),
      "name the daemon's own socket with --socket");
}

}  // namespace

Error explain_connect_failure(int fault, const SocketFacts& facts) {
  const std::string next = "sudo systemctl start trawl; systemctl status trawl";
  switch (fault) {
    case ENOENT:
    case ENOTDIR:
      return {Code::daemon_unreachable,
              fmt::format("there is no socket at {}: the daemon is not running", facts.path),
              fmt::format("{} (or name another socket with --socket)", next)};
    case ECONNREFUSED:
      return {Code::daemon_unreachable,
              fmt::format("nobody listens at {}: the daemon has stopped", facts.path), next};
    case EACCES:
    case EPERM: {
      const std::string group = facts.needed_group.empty() ? "trawl" : facts.needed_group;
      return {Code::permission_denied,
              fmt::format("{} (uid {}, groups: {}) may not open {}; members of the group {} may", facts.user,
                          facts.uid, facts.groups, facts.path, group),
              fmt::format("sudo adduser {} {}, then log in again", facts.user, group)};
    }
    case EAGAIN:
      return {Code::daemon_unreachable,
              fmt::format("{} is full: the daemon does not accept connections", facts.path),
              "systemctl status trawl"};
    default:
      return {Code::daemon_unreachable, fmt::format("cannot open {}: {}", facts.path, std::strerror(fault)),
              "systemctl status trawl"};
  }
}

Result<UniqueFd> connect_socket(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path)
    return refuse(Code::invalid_params, fmt::format("'{}' cannot be a socket: a path has 1 to {} bytes", path,
                                                    sizeof address.sun_path - 1));
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  UniqueFd fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!fd)
    return refuse(Code::daemon_unreachable, fmt::format("cannot make a socket: {}", std::strerror(errno)));
  // A listener that never accepts must not hold us: connect(2) gives up with EAGAIN after this.
  const timeval patience{.tv_sec = 5, .tv_usec = 0};
  setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return std::unexpected(explain_connect_failure(errno, gather_facts(path)));
  if (auto trusted = check_listener(fd.get(), path); !trusted) return std::unexpected(trusted.error());
  return fd;
}

}  // namespace trawl::client
