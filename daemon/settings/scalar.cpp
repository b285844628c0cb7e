#include "settings/scalar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace trawl::settings {
namespace {

constexpr std::size_t longest_quoted = 60;  // bytes of a value repeated in a message

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, text) != words.end();
}

bool is_null(std::string_view text) {
  return is_one_of(text, std::array<std::string_view, 5>{"", "~", "null", "Null", "NULL"});
}
bool is_true(std::string_view text) {
  return is_one_of(text, std::array<std::string_view, 3>{"true", "True", "TRUE"});
}
bool is_false(std::string_view text) {
  return is_one_of(text, std::array<std::string_view, 3>{"false", "False", "FALSE"});
}

std::string_view without_sign(std::string_view text) {
  return text.starts_with('-') || text.starts_with('+') ? text.substr(1) : text;
}

std::size_t leading_digits(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
}

// [-+]? [0-9]+
bool looks_decimal(std::string_view text) {
  text = without_sign(text);
  return !text.empty() && leading_digits(text) == text.size();
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool looks_floating(std::string_view text) {
  text = without_sign(text);
  const std::size_t whole = leading_digits(text);
  text.remove_prefix(whole);
  std::size_t fraction = 0;
  if (text.starts_with('.')) {
    fraction = leading_digits(text.substr(1));
    text.remove_prefix(1 + fraction);
  }
  if (whole + fraction == 0) return false;
  if (text.empty()) return true;
  return (text[0] == 'e' || text[0] == 'E') && looks_decimal(text.substr(1));
}

bool looks_special(std::string_view text) {
  const std::string_view unsigned_text = without_sign(text);
  return is_one_of(unsigned_text, std::array<std::string_view, 3>{".inf", ".Inf", ".INF"}) ||
         is_one_of(text, std::array<std::string_view, 3>{".nan", ".NaN", ".NAN"});
}

std::expected<Scalar, std::string> integer(std::string_view text, std::string_view digits, int base) {
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (fault == std::errc::result_out_of_range)
    return std::unexpected(
        fmt::format("the integer {} does not fit into 64 bits; quote it if it is text", text));
  if (fault != std::errc{} || end != digits.data() + digits.size()) return Scalar(text);
  return Scalar(value);
}

std::expected<Scalar, std::string> floating(std::string_view text) {
  const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
  double value = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (fault != std::errc{} || !std::isfinite(value))
    return std::unexpected(fmt::format("the number {} is out of range", text));
  return Scalar(value);
}

bool has_needless_zeros(std::string_view text) {
  text = without_sign(text);
  return text.size() > 1 && text[0] == '0' && is_digit(text[1]);
}

std::string shorten(std::string_view text) {
  if (text.size() <= longest_quoted) return std::string(text);
  std::size_t end = longest_quoted;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return fmt::format("{}...", text.substr(0, end));
}

// "yes", "No", "on", "off": YAML 1.1's booleans, which are text today.
bool is_old_boolean(std::string_view text) {
  std::string lower(text.substr(0, 4));
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return is_one_of(lower, std::array<std::string_view, 6>{"yes", "no", "on", "off", "y", "n"});
}

std::string_view quoting_remedy(const Node& node, Wanted wanted) {
  if (node.kind != Node::Kind::scalar || node.text.empty()) return "";
  if (wanted == Wanted::boolean && is_old_boolean(node.text))
    return "YAML 1.2 reads yes, no, on and off as text";
  if (node.plain) return wanted == Wanted::text ? "put it in quotation marks" : "";
  const auto unquoted = resolve({.kind = Node::Kind::scalar, .at = {}, .text = node.text, .plain = true});
  const bool means_more = unquoted && !std::holds_alternative<std::string_view>(*unquoted);
  return means_more ? "remove the quotation marks" : "";
}

}  // namespace

std::expected<Scalar, std::string> resolve(const Node& node) {
  if (node.kind != Node::Kind::scalar) return Scalar(nullptr);
  const std::string_view text = node.text;
  if (!node.plain) return Scalar(text);
  if (is_null(text)) return Scalar(nullptr);
  if (is_true(text)) return Scalar(true);
  if (is_false(text)) return Scalar(false);
  if (looks_special(text)) return std::unexpected(fmt::format("{} is not a finite number", text));
  if (text.starts_with("0o")) return integer(text, text.substr(2), 8);
  if (text.starts_with("0x")) return integer(text, text.substr(2), 16);
  if (!looks_floating(text)) return Scalar(text);
  if (has_needless_zeros(text))
    return std::unexpected(
        fmt::format("the number {} begins with zero; quote it if it is text, or remove the zero", text));
  return looks_decimal(text) ? integer(text, text.starts_with('+') ? text.substr(1) : text, 10)
                             : floating(text);
}

std::string describe(const Node& node) {
  switch (node.kind) {
    case Node::Kind::sequence:
      return "a list";
    case Node::Kind::map:
      return "a map";
    case Node::Kind::scalar:
      break;
    default:
      return "nothing";
  }
  const auto scalar = resolve(node);
  if (!scalar) return fmt::format("'{}'", shorten(node.text));
  if (std::holds_alternative<std::nullptr_t>(*scalar)) return "nothing";
  if (std::holds_alternative<bool>(*scalar)) return fmt::format("the boolean {}", node.text);
  if (std::holds_alternative<std::int64_t>(*scalar)) return fmt::format("the integer {}", node.text);
  if (std::holds_alternative<double>(*scalar)) return fmt::format("the number {}", node.text);
  return fmt::format("the text '{}'", shorten(node.text));
}

std::string mismatch(std::string_view expected, const Node& node, Wanted wanted) {
  const std::string_view remedy = quoting_remedy(node, wanted);
  return fmt::format("expected {}, got {}{}{}", expected, describe(node), remedy.empty() ? "" : "; ", remedy);
}

}  // namespace trawl::settings
