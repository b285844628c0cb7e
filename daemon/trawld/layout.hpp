// Where the programs of one installation find each other: relative to the running executable, so that
// a build folder works like an installed tree.
#pragma once

#include <filesystem>
#include <vector>

namespace trawl::trawld {

struct Layout {
  std::filesystem::path worker;                       // the trawl-worker program
  std::vector<std::filesystem::path> plugin_folders;  // searched after those of the configuration
};

Layout find_layout();

}  // namespace trawl::trawld
