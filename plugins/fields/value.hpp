// From what a field's source finds to the field's value. Any thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "shape.hpp"

namespace trawl::fields {

// One thing that a source finds.
struct Match {
  std::string text;
  std::string url;  // where it leads, for fields of that type; "" is nowhere
  const trawl::json::value* json =
      nullptr;  // when it is typed already; a pattern looks at its text all the same
};

struct Value {
  bool found = false;  // something stands behind it
  std::string json;    // always one JSON value: null, or the default, when nothing was found
  std::string text;    // for the key; of a list, its first
  std::string fault;   // why what was found has no value: "'soon' is no number"
};

// `base` is what URLs that a pattern cuts out are relative to.
Value make_value(const Shape& shape, std::vector<Match> matches, std::string_view base);

}  // namespace trawl::fields
