// Reads one field of one item. Any thread.
#pragma once

#include <string>
#include <trawl/html.hpp>

#include "plugins/fields/value.hpp"
#include "spec.hpp"

namespace trawl::html_plugin {

using fields::Value;

// `scope` is the item's part of the page; jsonld, microdata and meta look at the whole page.
Value read_field(const Field& field, const html::node& scope, const html::document& page);

// For a field without a value: "css 'b.price' finds nothing: 'b' matches 20 times, ...", in one line. Costs
// some dozen times what the search did.
std::string why_nothing(const Field& field, const html::node& scope, const html::document& page);

}  // namespace trawl::html_plugin
