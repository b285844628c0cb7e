// Where trawl's other programs are: found from trawlctl's own place, so that a build folder works like an
// installed system. Looks at the disk; any thread.
#pragma once

#include <filesystem>

#include "base/error.hpp"

namespace trawl::ctl {

struct Installation {
  std::filesystem::path trawld;   // the daemon
  std::filesystem::path plugins;  // the folder with the first-party plugins
};

// From /proc/self/exe. Refused when the daemon or the plugins are missing; the message lists where they
// were looked for.
Result<Installation> find_installation();
Result<Installation> find_installation(const std::filesystem::path& own_program);

}  // namespace trawl::ctl
