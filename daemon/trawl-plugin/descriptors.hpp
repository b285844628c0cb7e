// What the plugins of a library say of themselves, asked in a sandboxed worker.
#pragma once

#include <filesystem>
#include <vector>

#include "base/error.hpp"
#include "model/plugin.hpp"

namespace trawl::author {

// Refusals carry the loader's own words. Waits for the worker.
Result<std::vector<model::PluginDescriptor>> load_descriptors(const std::filesystem::path& library);

}  // namespace trawl::author
