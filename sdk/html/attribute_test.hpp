// [name op value] and .class. Internal to trawl-sdk::html.
#pragma once

#include "selector.hpp"
#include "tree.hpp"

namespace trawl::html::detail {

// Is `word` one of the words of a white-space-separated list?
bool has_word(std::string_view list, std::string_view word, bool ignore_case);

bool matches_attribute(const Tree& tree, const SimpleSelector& simple, Index element);

// White space only, as HTML counts it (U+00A0 and U+200B too).
bool is_blank(std::string_view text);

}  // namespace trawl::html::detail
