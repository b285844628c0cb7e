// Parses JSONPath queries: syntax and types of RFC 9535, nothing beyond. Any thread.
#pragma once

#include <string_view>

#include "path_query.hpp"

namespace trawl::json::detail {

Query parse_path(std::string_view text);  // throws syntax_error

}  // namespace trawl::json::detail
