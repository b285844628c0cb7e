// Finds digits with what stands between them, and decides which separator begins the fraction.
#include "written_number.hpp"

#include <algorithm>

#include "../ascii.hpp"

namespace trawl::detail {
namespace {

using ascii::is_alpha;
using ascii::is_digit;
using ascii::starts_with;

constexpr std::string_view no_break_space = "\xC2\xA0", narrow_space = "\xE2\x80\xAF";
constexpr std::string_view thin_space = "\xE2\x80\x89", right_quote = "\xE2\x80\x99";
constexpr std::string_view minus_sign = "\xE2\x88\x92";

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

// "10-12" is a range and "A-1" a name: a minus binds only when nothing leans on it from the left.
std::size_t minus_before(std::string_view text, std::size_t at) {
  std::size_t width = 0;
  if (at >= 1 && text[at - 1] == '-') width = 1;
  if (at >= 3 && text.substr(at - 3, 3) == minus_sign) width = 3;
  if (width == 0 || at == width) return width;
  const char before = text[at - width - 1];
  return is_digit(before) || is_alpha(before) ? 0 : width;
}

// ".75" and "$.75", but not "No.5", "1..5" or "руб.5".
bool is_bare_fraction(std::string_view text, std::size_t at) {
  if (at == 0 || text[at - 1] != '.') return false;
  if (at == 1) return true;
  const auto head = text.substr(0, at - 1);
  for (const std::string_view before : {" ", "$", "-", "(", "€", "£"}) {
    if (head.size() >= before.size() && head.substr(head.size() - before.size()) == before) return true;
  }
  return false;
}

std::size_t spaced_fraction_at(std::string_view rest) {
  return rest.size() >= 2 && rest[0] == ' ' && digits_at(rest.substr(1)) == 2 ? 1 : 0;
}

}  // namespace

std::optional<WrittenNumber> find_number(std::string_view text, std::size_t from, bool spaced_fraction) {
  std::size_t at = from;
  while (at < text.size() && !is_digit(text[at])) ++at;
  if (at >= text.size()) return std::nullopt;
  WrittenNumber out;
  const bool bare_fraction = is_bare_fraction(text, at);
  out.begin = at - (bare_fraction ? 1 : 0);
  const std::size_t minus = minus_before(text, out.begin);
  out.negative = minus > 0;
  out.begin -= minus;
  while (true) {
    const std::size_t count = digits_at(text.substr(at));
    out.digits += text.substr(at, count);
    at += count;
    const Separator separator = separator_at(text.substr(at));
    if (separator.length == 0) break;
    std::size_t next = at + separator.length;
    if (spaced_fraction && separator.sign != '_') next += spaced_fraction_at(text.substr(next));
    const std::size_t following = digits_at(text.substr(next));
    if (following == 0 || (separator.sign == '_' && following != 3)) break;
    if (separator.sign != '_') {
      out.signs += separator.sign;
      out.last_sign_at = out.digits.size();
    }
    at = next;
  }
  out.end = at;
  if (bare_fraction && out.signs.empty()) {
    out.digits.insert(0, "0");
    out.signs = ".";
    out.last_sign_at = 1;
  }
  return out;
}

char decimal_sign(std::string_view locale) {
  if (locale.empty()) return 0;
  static constexpr std::string_view comma[] = {
      "de", "fr", "es", "it", "nl", "pt", "pl", "ru", "uk", "cs", "sk", "sl", "hr", "sr", "bg", "ro",
      "hu", "fi", "sv", "da", "nb", "nn", "no", "is", "et", "lv", "lt", "el", "tr", "id", "vi", "ca"};
  const std::string language = ascii::to_lower(locale.substr(0, locale.find_first_of("-_")));
  for (const auto each : comma) {
    if (language == each) return ascii::equals_ignoring_case(locale, "de-CH") ? '.' : ',';
  }
  return '.';
}

std::size_t whole_digits(const WrittenNumber& number, char decimal) {
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

std::string decimal_text(const WrittenNumber& number, std::size_t whole) {
  const std::size_t first = std::min(number.digits.find_first_not_of('0'), whole > 0 ? whole - 1 : 0);
  std::string out = number.negative ? "-" : "";
  out += whole == 0 ? "0" : number.digits.substr(first, whole - first);
  if (whole < number.digits.size()) out += "." + number.digits.substr(whole);
  return out;
}

}  // namespace trawl::detail
