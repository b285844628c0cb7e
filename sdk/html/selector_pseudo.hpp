// The table of pseudo-classes. Internal to trawl-sdk::html.
#pragma once

#include <string>
#include <string_view>

#include "selector.hpp"

namespace trawl::html::detail {

enum class Argument : std::uint8_t { none, selectors, relative_selectors, nth, text, texts };

struct PseudoClass {
  std::string_view name;
  Test test;
  Argument argument = Argument::none;
  int a = 0, b = 0;  // for those that are an+b under another name
};

// Null when there is none of that name with (or without) parentheses. `name` is in lower case.
const PseudoClass* find_pseudo_class(std::string_view name, bool with_argument);

std::string explain_unknown_pseudo_class(std::string_view name, bool with_argument);

}  // namespace trawl::html::detail
