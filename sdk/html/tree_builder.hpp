// The door to the HTML parser: nothing else in the library knows which one it is.
// Internal to trawl-sdk::html.
#pragma once

#include <string_view>

#include "tree.hpp"

namespace trawl::html::detail {

// Deeper nesting than this is refused: pages of people stay below 200, and the tree construction
// rules cost time proportional to the depth for every tag.
inline constexpr std::size_t max_depth = 4096;
inline constexpr std::size_t max_nodes = 2'000'000;
// The parser walks all open elements for most tags, all attributes of <html> and <body> for each that a
// second such tag adds, and copies a text that goes on behind a tag that is ignored. Pages of 16 MiB cost a
// tenth of these steps; those that would cost more than a few seconds are refused.
inline constexpr std::uint64_t max_steps = 400'000'000;

// Builds the tree that the HTML standard prescribes, scripting off. `utf8` is valid UTF-8 and at
// most 1 GiB. Throws trawl::html::error when the page is beyond the limits.
Tree build_tree(std::string_view utf8);

struct FragmentContext {
  std::string_view name = "body";
  Space space = Space::html;
};

// The same for innerHTML of an element of that name. The nodes hang directly below the document.
Tree build_fragment(std::string_view utf8, FragmentContext context = {});

}  // namespace trawl::html::detail
