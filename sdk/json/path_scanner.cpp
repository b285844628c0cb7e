// The pieces of JSONPath queries, as RFC 9535 spells them.
#include "path_scanner.hpp"

#include <charconv>

#include "code_point.hpp"
#include "column.hpp"

namespace trawl::json::detail {
namespace {

constexpr std::size_t longest_query = 10'000;
constexpr std::int64_t largest_index = 9'007'199'254'740'991;  // 2^53 - 1

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool begins_name(char c) {
  return is_lower(c) || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

PathScanner::PathScanner(std::string_view text) : text_(text) {
  if (text.size() > longest_query) fail("it is longer than 10000 bytes");
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t size = utf8_length(text, i);
    if (size == 0) fail_at(i, "it is not UTF-8");
    i += size;
  }
}

bool PathScanner::take(std::string_view token) {
  if (text_.substr(at_, token.size()) != token) return false;
  at_ += token.size();
  return true;
}

void PathScanner::skip_blanks() {
  while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') ++at_;
}

std::string PathScanner::member_name() {
  const std::size_t start = at_;
  if (!begins_name(peek())) {
    fail(is_digit(peek()) ? "a name that begins with a digit is written ['...'], an index [0]"
                          : "a name is expected; unusual ones are written ['...']");
  }
  while (begins_name(peek()) || is_digit(peek())) ++at_;
  return std::string(text_.substr(start, at_ - start));
}

std::optional<std::string> PathScanner::identifier() {
  if (!is_lower(peek())) return std::nullopt;
  const std::size_t start = at_;
  while (is_lower(peek()) || is_digit(peek()) || peek() == '_') ++at_;
  return std::string(text_.substr(start, at_ - start));
}

std::string PathScanner::string() {
  const std::size_t start = at_;
  const char quote = text_[at_++];
  std::string out;
  for (;;) {
    if (done()) fail_at(start, "the string has no closing quote");
    const char c = text_[at_];
    if (c == quote) return ++at_, out;
    if (static_cast<unsigned char>(c) < 0x20) fail("a control character in a string is written \\u00..");
    if (c == '\\') {
      escape(out, quote);
    } else {
      out += c;
      ++at_;
    }
  }
}

void PathScanner::escape(std::string& out, char quote) {
  const std::size_t start = at_++;
  static constexpr std::string_view letters = "bfnrt/\\", meant = "\b\f\n\r\t/\\";
  const char c = peek();
  const auto found = letters.find(c);
  if (!done() && (c == quote || found != std::string_view::npos)) {
    out += c == quote ? quote : meant[found];
    ++at_;
    return;
  }
  if (c != 'u')
    fail_at(start, "strings know the escapes \\b \\f \\n \\r \\t \\/ \\\\ \\u and that of their quote");
  char32_t unit = escaped_unit();
  if (unit >= 0xD800 && unit < 0xDC00 && take("\\")) {
    const char32_t low = escaped_unit();
    if (low < 0xDC00 || low > 0xDFFF) fail_at(start, "half of a surrogate pair");
    unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
  }
  if (unit >= 0xD800 && unit < 0xE000) fail_at(start, "half of a surrogate pair");
  append_utf8(out, unit);
}

// "uXXXX", which follows a backslash.
char32_t PathScanner::escaped_unit() {
  unsigned unit = 0;
  const std::string_view hex = text_.substr(at_, 5);
  const auto end = hex.size() == 5 && hex[0] == 'u'
                       ? std::from_chars(hex.data() + 1, hex.data() + 5, unit, 16).ptr
                       : hex.data();
  if (hex.empty() || end != hex.data() + 5) fail("'\\u' needs four hexadecimal digits");
  at_ += 5;
  return unit;
}

// At least one digit, without a leading zero unless it is the only one.
bool PathScanner::digits() {
  const std::size_t start = at_;
  while (is_digit(peek())) ++at_;
  if (at_ - start > 1 && text_[start] == '0') fail_at(start, "a number has no leading zeros");
  return at_ > start;
}

std::int64_t PathScanner::index() {
  const std::size_t start = at_;
  take("-");
  if (!digits()) fail("an integer is expected");
  const std::string_view text = text_.substr(start, at_ - start);
  if (text == "-0") fail_at(start, "there is no index -0");
  std::int64_t out = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
  if (read.ec != std::errc() || out > largest_index || out < -largest_index) {
    fail_at(start, "the integer is beyond 9007199254740991");
  }
  return out;
}

json::value PathScanner::number() {
  const std::size_t start = at_;
  take("-");
  if (!digits()) fail("a number is expected");
  const auto more = [this](const char* what) {
    const std::size_t from = at_;
    while (is_digit(peek())) ++at_;
    if (at_ == from) fail(std::string("digits are expected ") + what);
  };
  bool integer = true;
  if (take(".")) more("after the point"), integer = false;
  if (take("e") || take("E")) {
    if (!take("+")) take("-");
    more("in the exponent");
    integer = false;
  }
  const char *begin = text_.data() + start, *end = text_.data() + at_;
  std::int64_t exact = 0;
  if (integer && std::from_chars(begin, end, exact).ec == std::errc()) return json::value(exact);
  double out = 0;
  if (std::from_chars(begin, end, out).ec != std::errc()) fail_at(start, "the number does not fit");
  return json::value(out);
}

void PathScanner::fail_at(std::size_t byte, const std::string& why) const {
  throw syntax_error("JSONPath", text_, column_at(text_, byte), why);
}

}  // namespace trawl::json::detail
