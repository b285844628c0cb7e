// :lang() and :dir(). Internal to trawl-sdk::html.
#pragma once

#include <string>
#include <vector>

#include "tree.hpp"

namespace trawl::html::detail {

// Does the element's language match one of the ranges ("de", "de-DE", "*-CH"; RFC 4647, extended)?
bool matches_language(const Tree& tree, Index element, const std::vector<std::string>& ranges);

// `direction` is "ltr" or "rtl"; anything else matches nothing.
bool matches_direction(const Tree& tree, Index element, std::string_view direction);

}  // namespace trawl::html::detail
