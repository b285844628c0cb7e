// The plugins that are installed: every library in the folders of plugins.path, asked what it is.
#pragma once

#include <filesystem>
#include <vector>

#include "base/error.hpp"
#include "base/task.hpp"
#include "model/plugin.hpp"
#include "worker/launcher.hpp"

namespace trawl::worker {

struct CatalogFault {
  std::filesystem::path file;  // or the folder
  Error error;                 // why its plugins are not available
};

struct Catalog {
  std::vector<model::PluginDescriptor> plugins;  // ids are unique; in order of folder, then of file name
  std::vector<CatalogFault> faults;
};

// Looks at every *.so of the folders, a few at a time. An id that two libraries claim belongs to the
// earlier folder, and the other one is a fault. A folder that does not exist is none.
Task<Catalog> scan(Launcher&, std::vector<std::filesystem::path> folders);

}  // namespace trawl::worker
