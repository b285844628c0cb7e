#include "model/access.hpp"

#include <algorithm>

namespace trawl::model {
namespace {

constexpr std::uint32_t overflow_uid = 65534;

bool matches(const AccessRule& rule, const Peer& peer) {
  if (rule.others) return true;
  if (rule.uid) return *rule.uid == peer.uid;
  return rule.gid && std::ranges::find(peer.groups, *rule.gid) != peer.groups.end();
}

}  // namespace

Role role_of(const Peer& peer, const Access& access) {
  if (peer.uid == overflow_uid) return Role::none;
  if (peer.uid == 0 || peer.uid == access.own_uid) return Role::admin;
  Role best = Role::none;
  for (const AccessRule& rule : access.rules)
    if (matches(rule, peer)) best = std::max(best, rule.role);
  return best;
}

}  // namespace trawl::model
