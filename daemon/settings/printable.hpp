// The gate before the YAML parser: bytes that a configuration file never holds for a good reason.
// Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "settings/fault.hpp"

namespace trawl::settings {

struct Unprintable {
  Position at;
  std::string message;
};

// The first place with invalid UTF-8, with a character that YAML 1.2 does not allow in a text, or with
// a carriage return that ends no line. The parser would replace the first, and end the text at U+0004.
std::optional<Unprintable> find_unprintable(std::string_view text);

}  // namespace trawl::settings
