// Characters of UTF-8 texts. Any thread.
#pragma once

#include <string_view>
#include <trawl/json_writer.hpp>

namespace trawl::json::detail {

// The character at `at`, and how many bytes it has; bytes that are no UTF-8 are one U+FFFD each.
struct CodePoint {
  char32_t c;
  std::size_t size;
};
inline CodePoint code_point(std::string_view text, std::size_t at) {
  const std::size_t size = utf8_length(text, at);
  const auto lead = static_cast<unsigned char>(text[at]);
  if (size == 0) return {0xFFFD, 1};
  if (size == 1) return {lead, 1};
  char32_t c = lead & (0x7Fu >> size);
  for (std::size_t i = 1; i < size; ++i) c = c << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
  return {c, size};
}

inline void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
    return;
  }
  const int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  constexpr unsigned leads[] = {0, 0xC0, 0xE0, 0xF0};
  out += static_cast<char>(leads[more] | c >> (6 * more));
  for (int i = more - 1; i >= 0; --i) out += static_cast<char>(0x80 | (c >> (6 * i) & 0x3F));
}

}  // namespace trawl::json::detail
