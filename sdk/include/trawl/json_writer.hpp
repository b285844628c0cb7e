// trawl/json_writer.hpp - writes one JSON text, front to back. Header-only; C++17; any thread, one
// writer per thread. The text is always valid: strings become valid UTF-8 (bad bytes turn into
// U+FFFD) and a number that is not finite becomes null.
#pragma once

#include <cassert>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace trawl::json {

// The length of the well-formed UTF-8 sequence at `at`, or 0 when the bytes there are none.
inline std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
  };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    if (lead == 0xE0 && byte(1) < 0xA0) return 0;  // Overlong.
    if (lead == 0xED && byte(1) > 0x9F) return 0;  // Surrogates.
    return follows(1) && follows(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (lead == 0xF0 && byte(1) < 0x90) return 0;  // Overlong.
    if (lead == 0xF4 && byte(1) > 0x8F) return 0;  // Beyond U+10FFFF.
    return follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

// Appends `text` to `out` as a JSON string with its quotes.
inline void append_quoted(std::string& out, std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c >= 0x80) {
      const std::size_t length = utf8_length(text, at);
      out += length ? text.substr(at, length) : std::string_view("\xEF\xBF\xBD");
      at += length ? length : 1;
      continue;
    }
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (c < 0x20 || c == 0x7F) {
          out += "\\u00";
          out += hex[c >> 4];
          out += hex[c & 15];
        } else {
          out += static_cast<char>(c);
        }
    }
    ++at;
  }
  out += '"';
}

// One JSON text in the making:
//
//   writer w;
//   w.begin_object().key("title").value("A").end_object();
//   const std::string text = std::move(w).text();
//
// Commas are the writer's business. Calls out of order (a key outside an object, a second value
// after one key) are bugs of the caller and assert.
class writer {
 public:
  writer& begin_object() { return open('{'); }
  writer& end_object() { return close('}'); }
  writer& begin_array() { return open('['); }
  writer& end_array() { return close(']'); }

  writer& key(std::string_view name) {
    assert(!after_key_ && "a key waits for its value");
    separate();
    append_quoted(out_, name);
    out_ += ':';
    after_key_ = true;
    return *this;
  }

  writer& value(std::string_view text) {
    separate();
    append_quoted(out_, text);
    return *this;
  }
  writer& value(const std::string& text) { return value(std::string_view(text)); }
  writer& value(const char* text) { return value(std::string_view(text)); }
  writer& value(std::nullptr_t) { return raw("null"); }

  // bool, any integer, float or double.
  template <class Number, std::enable_if_t<std::is_arithmetic_v<Number>, int> = 0>
  writer& value(Number number) {
    if constexpr (std::is_same_v<Number, bool>) {
      return raw(number ? "true" : "false");
    } else {
      if constexpr (std::is_floating_point_v<Number>) {
        if (!std::isfinite(number)) return raw("null");
      }
      char digits[64];
      const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
      return raw(std::string_view(digits, static_cast<std::size_t>(end - digits)));
    }
  }

  // Null when there is no value.
  template <class T>
  writer& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : value(nullptr);
  }

  // Any range of writable values, as an array.
  template <class Range>
  writer& values(const Range& range) {
    begin_array();
    for (const auto& each : range) value(each);
    return end_array();
  }

  // Inserts a text that is already one JSON value.
  writer& raw(std::string_view json) {
    separate();
    out_ += json;
    return *this;
  }

  const std::string& text() const& { return out_; }
  std::string text() && { return std::move(out_); }

 private:
  writer& open(char bracket) {
    separate();
    out_ += bracket;
    fresh_ = true;
    return *this;
  }

  writer& close(char bracket) {
    assert(!after_key_ && "a key waits for its value");
    out_ += bracket;
    fresh_ = false;
    return *this;
  }

  void separate() {
    if (!fresh_ && !after_key_) out_ += ',';
    fresh_ = after_key_ = false;
  }

  std::string out_;
  bool fresh_ = true;  // nothing stands before the next value on this level
  bool after_key_ = false;
};

}  // namespace trawl::json
