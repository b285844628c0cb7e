// What loading a library does besides giving plugins, for `trawl-plugin check`.
#pragma once

#include <filesystem>
#include <string>

namespace trawl::worker {

// Loads it and returns an object: plugins (as describe() tells them), load_us (CPU time), threads (1 when it
// started none), invented_extensions (ids of plugins that give something for an id that nobody has defined).
// Throws std::runtime_error as PluginLibrary does.
std::string examine(const std::filesystem::path&);

}  // namespace trawl::worker
