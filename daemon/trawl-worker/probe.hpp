// What a plugin library says of itself, as JSON.
#pragma once

#include <string>

#include "trawl-worker/plugin_library.hpp"

namespace trawl::worker {

// An array with one object per plugin: id, version, summary, license, homepage, config_schema (text),
// item_schemas (text), checks_config (does it have the extension "trawl.check/1"?), sdk, abi_major,
// abi_minor. Members without a value are empty texts.
std::string describe(const PluginLibrary&);

}  // namespace trawl::worker
