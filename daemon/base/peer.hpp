// Who is at the other end of a Unix socket. The kernel says who; nothing the peer sends is believed. Any
// thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace trawl {

struct Peer {
  std::uint32_t uid = 0;
  std::int32_t pid = 0;
  std::vector<std::uint32_t> groups;  // primary and supplementary, as they were at connect()
};

// Asks the kernel; does not block. unauthenticated when it does not know.
Result<Peer> peer_of(int socket);

// The login name in /etc/passwd, else "uid:1000". Reads that file alone: no name service, which could
// block the loop.
std::string login_name(std::uint32_t uid);

}  // namespace trawl
