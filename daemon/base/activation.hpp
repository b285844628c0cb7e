// Sockets that the service manager opened for this process: sd_listen_fds(3)'s protocol, without its library. They
// outlive restarts, so that callers wait instead of being refused. Called once, at start.
#pragma once

#include <vector>

#include "base/unique_fd.hpp"

namespace trawl {

// In the order of the unit; empty without socket activation. They are closed on exec and do not block, and the
// environment no longer names them.
std::vector<UniqueFd> take_inherited_sockets();

// Whether it listens in the file system, rather than on the network.
bool is_unix_socket(int descriptor);

}  // namespace trawl
