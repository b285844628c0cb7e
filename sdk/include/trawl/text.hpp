// trawl/text.hpp - texts and numbers as people write them into pages. C++17; any thread; link
// trawl-sdk::value, which trawl-sdk::html brings with it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace trawl {

// How a text counts in trawl: runs of white space (U+00A0 too) become one space, U+200B vanishes, both
// ends are trimmed. `utf8` is valid UTF-8.
std::string normalise(std::string_view utf8);

// The text, or its beginning and "...": at most `limit` bytes, at least 3, cut between characters. What goes
// into a report has to be UTF-8 to the last byte.
inline std::string shortened(std::string_view utf8, std::size_t limit) {
  if (utf8.size() <= limit) return std::string(utf8);
  std::size_t kept = limit - 3;
  while (kept > 0 && (static_cast<unsigned char>(utf8[kept]) & 0xC0) == 0x80) --kept;
  return std::string(utf8.substr(0, kept)) + "...";
}

// The first number in a text: "1.234,56 EUR" is 1234.56, "from -12 %" is -12. Nothing when there is none.
// `locale` settles which of "," and "." begins the fraction: "en" (and everything unknown, such as "ja"
// or "zh") the point, "de", "fr" and most of Europe the comma. Without a locale the text
// itself decides: of two different separators the last begins the fraction; one that stands
// alone before exactly three digits groups thousands, unless a zero or more than three digits stand
// before it. ".75" is 0.75.
std::optional<double> parse_number(std::string_view utf8, std::string_view locale = {});

// The first number in the text when it has no fraction.
std::optional<long long> parse_integer(std::string_view utf8, std::string_view locale = {});

}  // namespace trawl
