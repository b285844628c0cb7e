// What a peer on a Unix socket may do, by the configuration's `access:`. The daemon's socket and the HTTP
// adapter's decide by the same rules. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/peer.hpp"
#include "model/role.hpp"

namespace trawl::model {

// One line of `access:`. Exactly one of the three says whom it means.
struct AccessRule {
  std::optional<std::uint32_t> gid, uid;
  bool others = false;
  Role role = Role::none;
};

struct Access {
  std::vector<AccessRule> rules;
  std::uint32_t own_uid = 0;  // of the process that asks
  std::optional<std::uint32_t> adapter_uid = {};  // http.user: may say for whom it calls
};

// The highest role that a rule gives. uid 0 and the process's own are admin. 65534 never has a role: in a
// user namespace it stands for everyone whom the kernel cannot name.
Role role_of(const Peer&, const Access&);

}  // namespace trawl::model
