// The header `Link` (RFC 8288). Any thread.
#pragma once

#include <string>
#include <string_view>

namespace trawl::json_plugin {

// The target of the first link with that relation, such as "next", as it is written: relative to the page. ""
// when there is none. What stands behind something malformed is not read.
std::string link_target(std::string_view header, std::string_view relation);

}  // namespace trawl::json_plugin
