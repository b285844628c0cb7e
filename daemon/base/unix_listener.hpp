// A listening socket in the file system. At no moment does the path exist with the wrong mode or refuse a
// connection: it is made under another name and renamed.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/unique_fd.hpp"

namespace trawl {

struct ListenAt {
  std::string path;
  std::uint32_t mode = 0660;
  std::optional<std::uint32_t> gid;  // owner group; the process's own when absent
  std::string_view key = "socket.path";  // of trawl.yaml, which refusals name
};

struct UnixListener {
  UniqueFd socket;
  std::string path = {};  // empty when someone else (systemd) owns the path
  std::uint64_t device = 0, inode = 0;
};

// A stream socket that listens at the path. A stale socket is replaced. Refusals (config_invalid): the
// path is too long, is something else than a socket, is answered by a living process, or the system
// says no.
Result<UnixListener> listen_at_path(const ListenAt&);

// Removes the path if it still leads to this socket. Best effort.
void remove_path(const UnixListener&);

}  // namespace trawl
