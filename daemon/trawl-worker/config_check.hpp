// Asks a plugin what it thinks of a configuration: its extension "trawl.check/1". In the sandbox.
#pragma once

#include <string>
#include <string_view>

#include "trawl/plugin.h"

namespace trawl::worker {

// Null when the plugin does not check configurations. Throws std::runtime_error when what it offers is not
// the struct of this ABI.
const trawl_check_v1* find_check(const trawl_plugin&);

// A JSON array of {"pointer", "text"}, one for each fault, bounded by wire/check_limits.hpp; empty when there
// is none or the plugin does not check. Throws std::runtime_error when the text is no JSON, or with the
// plugin's own words when it could not judge.
std::string check_config(const trawl_plugin&, std::string_view config_json);

}  // namespace trawl::worker
