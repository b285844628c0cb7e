// Where the other programs and the plugins are: found from trawl-plugin's own place, so that a build folder
// works like an installed system. Looks at the disk; any thread.
#pragma once

#include <filesystem>
#include <vector>

#include "base/error.hpp"

namespace trawl::author {

struct Installation {
  std::filesystem::path worker;                       // the trawl-worker program
  std::vector<std::filesystem::path> plugin_folders;  // those of $TRAWL_PLUGIN_PATH, then the installed ones
  std::filesystem::path templates;                    // of `new`; may be missing
};

Result<Installation> find_installation();  // from /proc/self/exe

}  // namespace trawl::author
