// Which documents are laid out by old browsers' rules. Of the tree, that decides one thing: whether a table
// may stand inside a paragraph. Internal to trawl-sdk::html.
#pragma once

#include <string_view>

namespace trawl::html::detail {

// 13.2.6.4.1 of the HTML standard, for a doctype with these identifiers ("" for one that is not there).
bool is_quirky(std::string_view public_id, std::string_view system_id);

}  // namespace trawl::html::detail
