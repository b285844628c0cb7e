// What every field has, wherever its texts come from: type, pattern, default. Any thread.
#pragma once

#include <optional>
#include <string>
#include <trawl/json.hpp>

#include "located.hpp"
#include "pattern.hpp"

namespace trawl::fields {

// `json` is a value as it stands; only sources that have such values offer it.
enum class Type { text, number, integer, boolean, url, json };

struct Shape {
  Type type = Type::text;
  bool many = false;      // a list of all that is found
  bool required = false;  // without it there is no item
  std::string locale;     // how numbers are written; empty: the text itself decides
  std::optional<Pattern> match;
  std::optional<trawl::json::value> otherwise;  // the default
};

// Reads type, many, required, locale, match and default of the field's configuration, which stands at
// `pointer`. Throws config_fault.
Shape parse_shape(const trawl::json::value& config, const std::string& pointer, bool offers_json = false);

// The text of a member that must be one. Throws config_fault.
std::string text_at(const trawl::json::value& config, std::string_view key, const std::string& pointer);

}  // namespace trawl::fields
