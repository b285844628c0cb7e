// Where the other programs are: found from trawl-plugin's own place, so that a build folder works like an
// installed system. Looks at the disk; any thread.
#pragma once

#include <filesystem>

#include "base/error.hpp"

namespace trawl::author {

struct Installation {
  std::filesystem::path worker;  // trawl-worker, beside this program
};

Result<Installation> find_installation();  // from /proc/self/exe

}  // namespace trawl::author
