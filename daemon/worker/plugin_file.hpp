// Whether a file may be loaded as a plugin at all: it runs with the worker's rights, so only who could
// change the daemon anyway may have written it.
#pragma once

#include <filesystem>

#include "base/error.hpp"

namespace trawl::worker {

// A regular ELF file that, like the folder it really lies in, belongs to root or to this process's user
// and can be written by nobody else. Errors: plugin_unavailable with the remedy as hint.
Result<> check_plugin_file(const std::filesystem::path&);

}  // namespace trawl::worker
