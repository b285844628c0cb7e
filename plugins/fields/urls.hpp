// URLs in configurations. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <trawl/json.hpp>
#include <vector>

namespace trawl::fields {

// The URL at `key`, or the list of them, in their order, each once, normalised and without fragments. Throws
// config_fault that names the one that trawl cannot fetch.
std::vector<std::string> parse_urls(const json::value& config, std::string_view key);

}  // namespace trawl::fields
