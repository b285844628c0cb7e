// JSON as it stands in pages. Internal to trawl-sdk::html.
#pragma once

#include <string_view>
#include <trawl/json.hpp>
#include <vector>

namespace trawl::html::detail {

// The values in a block of JSON-LD, usually one. Beyond JSON it takes comments and CDATA marks around values,
// raw line breaks and control characters in strings, unknown escapes, commas before a closing bracket, and
// anything after the last value. What still cannot be read is left out.
std::vector<json::value> parse_lenient_json(std::string_view text);

}  // namespace trawl::html::detail
