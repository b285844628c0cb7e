// White space and case by the HTML and CSS standards, on top of the SDK's ASCII. Internal to trawl-sdk::html.
#pragma once

#include <string>
#include <string_view>

#include "../ascii.hpp"

namespace trawl::html::detail {

using namespace ascii;

constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

inline bool starts_ignoring_case(std::string_view text, std::string_view prefix) {
  return equals_ignoring_case(text.substr(0, prefix.size()), prefix);
}

inline std::size_t find_ignoring_case(std::string_view text, std::string_view wanted, std::size_t from = 0) {
  for (std::size_t at = from; at + wanted.size() <= text.size(); ++at) {
    if (equals_ignoring_case(text.substr(at, wanted.size()), wanted)) return at;
  }
  return std::string_view::npos;
}

inline std::string_view trim_start(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  return text;
}

inline std::string_view trim(std::string_view text) {
  text = trim_start(text);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace trawl::html::detail
