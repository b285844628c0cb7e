// White space and numbers.
#include <charconv>
#include <cmath>
#include <trawl/text.hpp>

#include "../ascii.hpp"
#include "written_number.hpp"

namespace trawl {
namespace {

constexpr std::string_view no_break_space = "\xC2\xA0", zero_width_space = "\xE2\x80\x8B";

}  // namespace

std::string normalise(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool space = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto rest = text.substr(at, 3);
    if (ascii::is_space(rest[0]) || rest[0] == '\v') {
      space = true;
      ++at;
    } else if (ascii::starts_with(rest, no_break_space)) {
      space = true;
      at += 2;
    } else if (rest == zero_width_space) {
      at += 3;
    } else {
      if (space && !out.empty()) out += ' ';
      space = false;
      out += text[at++];
    }
  }
  return out;
}

std::optional<double> parse_number(std::string_view text, std::string_view locale) {
  const auto number = detail::find_number(text, 0);
  if (!number) return std::nullopt;
  const std::string written =
      detail::decimal_text(*number, detail::whole_digits(*number, detail::decimal_sign(locale)));
  double value = 0;
  const auto result = std::from_chars(written.data(), written.data() + written.size(), value);
  if (result.ec != std::errc() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<long long> parse_integer(std::string_view text, std::string_view locale) {
  const auto number = parse_number(text, locale);
  if (!number || std::trunc(*number) != *number || std::abs(*number) > 9.0e15) return std::nullopt;
  return static_cast<long long>(*number);
}

}  // namespace trawl
