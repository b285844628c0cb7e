// The lexical rules of CSS, as far as selectors need them.
#include "css_scanner.hpp"

#include <algorithm>
#include <trawl/html.hpp>

#include "../charset/utf8.hpp"
#include "ascii.hpp"

namespace trawl::html::detail {
namespace {

bool is_non_ascii(char c) {
  return static_cast<unsigned char>(c) >= 0x80;
}
bool is_name_start(char c) {
  return is_alpha(c) || c == '_' || is_non_ascii(c);
}

}  // namespace

bool CssScanner::take(char c) {
  if (at_end() || text_[at_] != c) return false;
  ++at_;
  return true;
}

bool CssScanner::skip_space() {
  const std::size_t begin = at_;
  while (!at_end()) {
    if (is_space(peek())) {
      ++at_;
    } else if (peek() == '/' && peek(1) == '*') {
      const auto end = text_.find("*/", at_ + 2);
      if (end == std::string_view::npos) fail("the comment has no end");
      at_ = end + 2;
    } else {
      break;
    }
  }
  return at_ > begin;
}

void CssScanner::expect(char c, std::string_view after) {
  if (!take(c)) fail(std::string("'") + c + "' is missing after " + std::string(after));
}

bool CssScanner::at_escape(std::size_t ahead) const {
  return peek(ahead) == '\\' && peek(ahead + 1) != '\n';
}

bool CssScanner::at_name() const {
  if (at_end()) return false;
  if (peek() == '-') return is_name_start(peek(1)) || peek(1) == '-' || at_escape(1);
  return is_name_start(peek()) || at_escape();
}

bool CssScanner::at_name_char() const {
  return !at_end() && (is_name_start(peek()) || is_digit(peek()) || peek() == '-' || at_escape());
}

std::string CssScanner::name(std::string_view what) {
  if (!at_name()) fail(std::string(what) + " is expected here");
  std::string out;
  while (at_name_char()) append_name_char(out);
  return out;
}

std::string CssScanner::hash_name() {
  std::string out;
  if (!at_name()) fail("an id is expected after '#'");
  while (at_name_char()) append_name_char(out);
  return out;
}

void CssScanner::append_name_char(std::string& out) {
  if (peek() == '\\') {
    append_escape(out);
  } else {
    out += text_[at_++];
  }
}

// "\31 " is the character 0x31 (one white space belongs to it), "\:" is ":".
void CssScanner::append_escape(std::string& out) {
  ++at_;
  if (at_end()) return charset::append_utf8(out, 0xFFFD);
  if (hex_value(peek()) < 0) {
    out += text_[at_++];
    return;
  }
  char32_t code = 0;
  for (int i = 0; i < 6 && hex_value(peek()) >= 0; ++i) code = code * 16 + hex_value(text_[at_++]);
  if (is_space(peek())) ++at_;
  const bool valid = code != 0 && code <= 0x10FFFF && !(code >= 0xD800 && code < 0xE000);
  charset::append_utf8(out, valid ? code : 0xFFFD);
}

std::string CssScanner::string() {
  const std::size_t begin = at_;
  const char quote = text_[at_++];
  std::string out;
  while (!take(quote)) {
    if (at_end() || peek() == '\n') fail_at(begin, "the string has no end");
    if (peek() == '\\' && peek(1) == '\n') {
      at_ += 2;
    } else {
      append_name_char(out);
    }
  }
  return out;
}

std::string CssScanner::raw_until(char close) {
  const auto end = text_.find(close, at_);
  if (end == std::string_view::npos) fail(std::string("'") + close + "' is missing");
  const auto raw = trim(text_.substr(at_, end - at_));
  at_ = end;
  return std::string(raw);
}

int CssScanner::digits() {
  if (!is_digit(peek())) fail("a number is expected here");
  int value = 0;
  while (is_digit(peek())) value = std::min(value * 10 + (text_[at_++] - '0'), 100'000'000);
  return value;
}

CssScanner::Nth CssScanner::nth() {
  const auto word = to_lower(text_.substr(at_, 4));
  if (starts_with(word, "even")) return at_ += 4, Nth{2, 0};
  if (starts_with(word, "odd")) return at_ += 3, Nth{2, 1};
  const bool minus = take('-');
  if (!minus) take('+');
  const bool counted = is_digit(peek());
  if (!counted && lower(peek()) != 'n')
    fail("'odd', 'even', a number or a form like '2n+1' is expected here");
  const int first = (counted ? digits() : 1) * (minus ? -1 : 1);
  if (lower(peek()) != 'n') return {0, first};
  ++at_;
  const std::size_t after_n = at_;
  skip_space();
  if (peek() != '+' && peek() != '-') return at_ = after_n, Nth{first, 0};
  const int sign = text_[at_++] == '-' ? -1 : 1;
  skip_space();
  return {first, sign * digits()};
}

void CssScanner::fail_at(std::size_t position, const std::string& why) const {
  std::size_t column = 1;
  for (const char c : text_.substr(0, position)) column += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  throw selector_error(text_, column, why);
}

}  // namespace trawl::html::detail
