// Where the configuration, or systemd, says to listen. Blocking, at start.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/unix_listener.hpp"
#include "settings/settings.hpp"
#include "trawl-httpd/gate.hpp"

namespace trawl::httpd {

struct Place {
  UniqueFd socket;
  Door door;
  UnixListener file = {};  // of a Unix socket that we made, without the descriptor; removed at the end
};

// Sockets from systemd (LISTEN_FDS) instead of the configured ones, if there are any. Errors: config_invalid,
// with the key's name.
Result<std::vector<Place>> open_listeners(const settings::Settings&);

}  // namespace trawl::httpd
