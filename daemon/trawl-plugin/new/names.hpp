// The names that follow from a new plugin's name. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace trawl::author {

inline constexpr std::size_t longest_name = 64;

// Refused unless it can be a plugin's id and is none of a plugin that comes with trawl; the hint suggests a
// name near it that can.
Result<> check_name(std::string_view name);

// A good name as near to `wanted` as can be; "my-plugin" when nothing of it is left.
std::string suggest_name(std::string_view wanted);

// The class: "book-shop" -> "BookShop", "4chan" -> "Site4chan".
std::string type_name(std::string_view name);

// Part of a Debian package's name, which has no underscore and at least two characters.
std::string package_name(std::string_view name);

// As text within double quotes of C, C++, Rust, JSON and YAML alike. A control character becomes a space:
// those languages write it in different ways.
std::string within_quotes(std::string_view text);

}  // namespace trawl::author
