// The values of <input> elements with a range: numbers, dates, times, weeks. Internal to trawl-sdk::html.
#pragma once

#include "tree.hpp"

namespace trawl::html::detail {

enum class RangeState : std::uint8_t { none, inside, outside };

// Where the value of an <input> lies between its min and max; none when there is no range or no value.
RangeState range_state(const Tree& tree, Index element);

// An <input> that one types into.
bool takes_text(const Tree& tree, Index input);

}  // namespace trawl::html::detail
