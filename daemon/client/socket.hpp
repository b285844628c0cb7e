// Opening the daemon's socket, and saying precisely why it could not be opened and what to do next.
// Blocking; any thread.
#pragma once

#include <sys/types.h>

#include <string>

#include "base/error.hpp"
#include "base/unique_fd.hpp"

namespace trawl::client {

inline constexpr const char* default_socket = "/run/trawl/trawl.sock";

// daemon_unreachable: no such file, nobody listens, or the path is no socket. permission_denied: the file's
// mode keeps this user out, or the listener is a stranger (neither root, nor the user trawl, nor oneself).
Result<UniqueFd> connect_socket(const std::string& path);

// The sentence for a connect(2) that failed with `fault`. Separate so that each case can be shown without
// a machine that produces it.
struct SocketFacts {
  std::string path;
  std::string user;  // who asks: login name, or the number
  uid_t uid = 0;
  std::string groups;        // the asker's groups, comma separated
  std::string needed_group;  // the socket's; empty when even that cannot be seen
};
Error explain_connect_failure(int fault, const SocketFacts&);

}  // namespace trawl::client
