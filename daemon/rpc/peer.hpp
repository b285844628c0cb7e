// Who is at the other end of a Unix socket, and what that makes them. The kernel says who; nothing the
// peer sends is believed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "model/role.hpp"

namespace trawl::rpc {

struct Peer {
  std::uint32_t uid = 0;
  std::int32_t pid = 0;
  std::vector<std::uint32_t> groups;  // primary and supplementary, as they were at connect()
};

// Asks the kernel; does not block. unauthenticated when it does not know.
Result<Peer> peer_of(int socket);

// One line of the configuration's `access:`. Exactly one of the three says whom it means.
struct AccessRule {
  std::optional<std::uint32_t> gid, uid;
  bool others = false;
  model::Role role = model::Role::none;
};

struct Access {
  std::vector<AccessRule> rules;
  std::uint32_t own_uid = 0;  // the daemon's
};

// The highest role that a rule gives. uid 0 and the daemon's own are admin. 65534 never has a role: in a
// user namespace it stands for everyone whom the kernel cannot name.
model::Role role_of(const Peer&, const Access&);

// The login name in /etc/passwd, else "uid:1000". Reads that file alone: no name service, which could
// block the loop.
std::string login_name(std::uint32_t uid);

}  // namespace trawl::rpc
