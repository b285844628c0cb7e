// Reads what `trawl-worker --probe` said. Pure but for the file's digest.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "model/plugin.hpp"
#include "worker/child_process.hpp"

namespace trawl::worker {

// Errors: plugin_unavailable, with the file and the loader's own words, or how the process died.
Result<std::vector<model::PluginDescriptor>> read_probe_answer(const std::filesystem::path& file,
                                                               std::string_view out, const ChildExit&,
                                                               std::string_view last_words);

}  // namespace trawl::worker
