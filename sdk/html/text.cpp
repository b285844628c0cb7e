// White space and numbers.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <trawl/text.hpp>

#include "ascii.hpp"

namespace trawl {
namespace {

using html::detail::is_digit;
using html::detail::is_space;
using html::detail::lower;
using html::detail::starts_with;

constexpr std::string_view no_break_space = "\xC2\xA0", zero_width_space = "\xE2\x80\x8B";
constexpr std::string_view narrow_space = "\xE2\x80\xAF", thin_space = "\xE2\x80\x89";
constexpr std::string_view minus_sign = "\xE2\x88\x92";
constexpr std::string_view right_quote = "\xE2\x80\x99";

// What may stand between the digits of one number. `sign` is '.', ',' or '_' for what only groups.
struct Separator {
  std::size_t length = 0;
  char sign = 0;
};

Separator separator_at(std::string_view rest) {
  if (rest.empty()) return {};
  if (rest[0] == '.' || rest[0] == ',') return {1, rest[0]};
  if (rest[0] == ' ' || rest[0] == '\'') return {1, '_'};
  for (const auto each : {no_break_space, narrow_space, thin_space, right_quote}) {
    if (starts_with(rest, each)) return {each.size(), '_'};
  }
  return {};
}

std::size_t digits_at(std::string_view rest) {
  std::size_t count = 0;
  while (count < rest.size() && is_digit(rest[count])) ++count;
  return count;
}

// A number as it stands.
struct Written {
  bool negative = false;
  std::string digits;
  std::string signs;             // the '.' and ',' in it, in order
  std::size_t last_sign_at = 0;  // digits before the last of them
};

Written read(std::string_view text, std::size_t at) {
  Written out;
  out.negative = at > 0 && (text[at - 1] == '-' || (at >= 3 && text.substr(at - 3, 3) == minus_sign));
  // "10-12" is a range and "A-1" a name: a minus binds only when nothing leans on it from the left.
  const std::size_t sign_width = at > 0 && text[at - 1] == '-' ? 1 : 3;
  if (out.negative && at > sign_width) {
    const char before = text[at - sign_width - 1];
    out.negative = !is_digit(before) && !html::detail::is_alpha(before);
  }
  while (true) {
    const std::size_t count = digits_at(text.substr(at));
    out.digits += text.substr(at, count);
    at += count;
    const Separator separator = separator_at(text.substr(std::min(at, text.size())));
    if (separator.length == 0) break;
    const std::size_t following = digits_at(text.substr(at + separator.length));
    if (following == 0 || (separator.sign == '_' && following != 3)) break;
    if (separator.sign != '_') {
      out.signs += separator.sign;
      out.last_sign_at = out.digits.size();
    }
    at += separator.length;
  }
  return out;
}

// Empty when the locale says nothing.
char decimal_sign(std::string_view locale) {
  if (locale.empty()) return 0;
  static constexpr std::string_view comma[] = {
      "de", "fr", "es", "it", "nl", "pt", "pl", "ru", "uk", "cs", "sk", "sl", "hr", "sr", "bg", "ro",
      "hu", "fi", "sv", "da", "nb", "nn", "no", "is", "et", "lv", "lt", "el", "tr", "id", "vi", "ca"};
  const std::string language = html::detail::to_lower(locale.substr(0, locale.find_first_of("-_")));
  for (const auto each : comma) {
    if (language == each) return html::detail::equals_ignoring_case(locale, "de-CH") ? '.' : ',';
  }
  return '.';
}

// The number of digits before the fraction.
std::size_t whole_digits(const Written& number, char decimal) {
  const std::string& signs = number.signs;
  if (signs.empty()) return number.digits.size();
  const char last = signs.back();
  const bool repeated = signs.find(last) != signs.size() - 1;
  if (decimal != 0) return last == decimal && !repeated ? number.last_sign_at : number.digits.size();
  const std::size_t after = number.digits.size() - number.last_sign_at;
  if (signs.size() == 1 && after == 3) {
    const bool leading_zero = number.digits[0] == '0';
    return leading_zero || number.last_sign_at > 3 ? number.last_sign_at : number.digits.size();
  }
  return repeated ? number.digits.size() : number.last_sign_at;
}

std::optional<double> value_of(const Written& number, char decimal) {
  const std::size_t whole = whole_digits(number, decimal);
  const std::string text = number.digits.substr(0, whole) + "." + number.digits.substr(whole);
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || !std::isfinite(value)) return std::nullopt;
  return number.negative ? -value : value;
}

}  // namespace

std::string normalise(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool space = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto rest = text.substr(at, 3);
    if (is_space(rest[0]) || rest[0] == '\v') {
      space = true;
      ++at;
    } else if (starts_with(rest, no_break_space)) {
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
  std::size_t at = 0;
  while (at < text.size() && !is_digit(text[at])) ++at;
  if (at == text.size()) return std::nullopt;
  return value_of(read(text, at), decimal_sign(locale));
}

std::optional<long long> parse_integer(std::string_view text, std::string_view locale) {
  const auto number = parse_number(text, locale);
  if (!number || std::trunc(*number) != *number || std::abs(*number) > 9.0e15) return std::nullopt;
  return static_cast<long long>(*number);
}

}  // namespace trawl
