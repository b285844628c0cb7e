// Pseudo-classes about links and form controls. Internal to trawl-sdk::html.
#pragma once

#include "selector.hpp"
#include "tree.hpp"

namespace trawl::html::detail {

// `test` is one of link ... open. States are those of the page as it was loaded.
bool matches_state(const Tree& tree, Index element, Test test);

}  // namespace trawl::html::detail
