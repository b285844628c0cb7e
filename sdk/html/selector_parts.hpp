// Where the parts of a selector stand in its text, so that a report can quote them as their author wrote
// them. Internal to trawl-sdk::html.
#pragma once

#include <string_view>
#include <vector>

namespace trawl::html::detail {

// One compound, such as "span.price[lang]::text".
struct CompoundPart {
  std::size_t begin = 0;
  std::size_t end = 0;                    // without "::text" and "::attr(name)"
  std::vector<std::string_view> simples;  // "span", ".price", "[lang]"
};

struct ComplexPart {
  std::vector<CompoundPart> compounds;  // from left to right
};

// One for each alternative. `text` is a selector that parse_selector() takes; the views point into it.
std::vector<ComplexPart> split_selector(std::string_view text);

}  // namespace trawl::html::detail
