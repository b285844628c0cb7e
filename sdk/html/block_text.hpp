// Text as a reader takes it in. Internal to trawl-sdk::html.
#pragma once

#include <string>

#include "tree.hpp"

namespace trawl::html::detail {

// The text below `i`, normalised, with a space wherever a browser breaks the line (<br>, paragraphs, cells) and
// without scripts and styles. Other than node::text(), which joins such texts as the page's source does.
std::string block_text(const Tree& tree, Index i);

}  // namespace trawl::html::detail
