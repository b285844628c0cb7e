// :lang() and :dir(). Internal to trawl-sdk::html.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "nearest.hpp"
#include "tree.hpp"

namespace trawl::html::detail {

enum class Direction : std::uint8_t { unknown, ltr, rtl };

// The languages and directions of a page's elements. What takes reading much of the page is read once.
// Must not outlive the tree.
class Languages {
 public:
  explicit Languages(const Tree& tree) : tree_(tree) {}

  // Does the element's language match one of the ranges ("de", "de-DE", "*-CH"; RFC 4647, extended)?
  bool matches_language(Index element, const std::vector<std::string>& ranges);

  // `direction` is "ltr" or "rtl"; anything else matches nothing.
  bool matches_direction(Index element, std::string_view direction);

 private:
  std::optional<std::string_view> language_of(Index element);
  Direction own_direction(Index element);

  const Tree& tree_;
  Nearest with_language_, with_direction_;
  bool default_is_known_ = false;
  std::optional<std::string_view> default_;               // of elements below no lang attribute
  std::unordered_map<Index, Direction> auto_directions_;  // by element with dir="auto"
};

}  // namespace trawl::html::detail
