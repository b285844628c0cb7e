#include "rpc/peer.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace trawl::rpc {
namespace {

constexpr std::uint32_t overflow_uid = 65534;

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

bool matches(const AccessRule& rule, const Peer& peer) {
  if (rule.others) return true;
  if (rule.uid) return *rule.uid == peer.uid;
  return rule.gid && std::ranges::find(peer.groups, *rule.gid) != peer.groups.end();
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

model::Role role_of(const Peer& peer, const Access& access) {
  if (peer.uid == overflow_uid) return model::Role::none;
  if (peer.uid == 0 || peer.uid == access.own_uid) return model::Role::admin;
  model::Role best = model::Role::none;
  for (const AccessRule& rule : access.rules)
    if (matches(rule, peer)) best = std::max(best, rule.role);
  return best;
}

std::string login_name(std::uint32_t uid) {
  const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen("/etc/passwd", "re"), std::fclose);
  while (const passwd* entry = file ? fgetpwent(file.get()) : nullptr)
    if (entry->pw_uid == uid) return entry->pw_name;
  return fmt::format("uid:{}", uid);
}

}  // namespace trawl::rpc
