#include "base/peer.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace trawl {
namespace {

Result<std::vector<gid_t>> supplementary_groups(int socket) {
  std::vector<gid_t> groups(64);
  while (true) {
    socklen_t size = static_cast<socklen_t>(groups.size() * sizeof(gid_t));
    const int failed = getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size);
    groups.resize(size / sizeof(gid_t));  // on ERANGE the size that is needed
    if (!failed) return groups;
    if (errno != ERANGE)
      return refuse(Code::unauthenticated,
                    fmt::format("cannot ask for the peer's groups: {}", std::strerror(errno)));
  }
}

}  // namespace

Result<Peer> peer_of(int socket) {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0)
    return refuse(Code::unauthenticated, fmt::format("cannot ask who the peer is: {}", std::strerror(errno)));
  auto groups = supplementary_groups(socket);
  if (!groups) return std::unexpected(groups.error());
  Peer peer{.uid = credentials.uid, .pid = credentials.pid};
  peer.groups.assign(groups->begin(), groups->end());
  peer.groups.push_back(credentials.gid);
  return peer;
}

std::string login_name(std::uint32_t uid) {
  const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen("/etc/passwd", "re"), std::fclose);
  while (const passwd* entry = file ? fgetpwent(file.get()) : nullptr)
    if (entry->pw_uid == uid) return entry->pw_name;
  return fmt::format("uid:{}", uid);
}

}  // namespace trawl
