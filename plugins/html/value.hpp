// Reads one field of one item. Any thread.
#pragma once

#include <string>
#include <trawl/html.hpp>

#include "spec.hpp"

namespace trawl::html_plugin {

struct Value {
  bool found = false;  // something on the page stands behind it
  std::string json;    // always one JSON value: null, or the default, when nothing was found
  std::string text;    // for the key; of a list, its first
  std::string fault;   // why what was found has no value: "'soon' is no number"
};

// `scope` is the item's part of the page; jsonld and meta look at the whole page.
Value read_field(const Field& field, const html::node& scope, const html::document& page);

}  // namespace trawl::html_plugin
