// {credential: NAME} or {file: PATH}: a secret that trawl.yaml names and does not hold. Used inside of this
// folder only; blocks for the file.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "model/credential.hpp"
#include "settings/readers.hpp"

namespace trawl::settings {

inline constexpr std::size_t longest_secret = 8 << 10;  // longer ones fit no header that servers accept

struct ReadSecret {
  model::SecretSource source;
  std::shared_ptr<const Secret> text;  // null where LoadOptions tolerate that it is not there
};

// Nothing when there are faults. The secret is the file's text without its last line end. A file may belong
// to root or to the daemon's user, and be readable by its group (root:trawl 0640), but not by others and
// writable by its owner alone; systemd's credentials are guarded by systemd.
std::optional<ReadSecret> read_secret(const Member&, std::string path, const Reading&);

}  // namespace trawl::settings
