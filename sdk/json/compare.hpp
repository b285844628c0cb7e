// Equality and order of JSON values as filters need them. Any thread.
#pragma once

#include <functional>
#include <trawl/json.hpp>

namespace trawl::json::detail {

// Objects are equal whatever the order of their members, numbers by their value. `look` is called once for
// each pair of values, and may throw to end a long comparison.
bool equal(const value& a, const value& b, const std::function<void()>& look);

// Numbers by value, texts by code points; everything else has no order.
bool less(const value& a, const value& b);

}  // namespace trawl::json::detail
