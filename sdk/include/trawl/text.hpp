// trawl/text.hpp - texts and numbers as people write them into pages. C++17; any thread; link
// trawl-sdk::value, which trawl-sdk::html brings with it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace trawl {

// How a text counts in trawl: runs of white space (U+00A0 too) become one space, U+200B vanishes, both
// ends are trimmed. `utf8` is valid UTF-8.
std::string normalise(std::string_view utf8);

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
