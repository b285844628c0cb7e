// UTF-8 that is not well-formed, UTF-16 and UTF-32.
#include "decoders.hpp"
#include "utf8.hpp"

namespace trawl::charset {
namespace {

constexpr bool is_surrogate(char32_t c) {
  return c >= 0xD800 && c < 0xE000;
}

// How many bytes at `at`, which begin no well-formed sequence, one U+FFFD stands for: the longest piece
// that could still have become one.
std::size_t broken_length(std::string_view bytes, std::size_t at) {
  const auto lead = static_cast<unsigned char>(bytes[at]);
  if (lead < 0xE0 || lead > 0xF4) return 1;
  const std::size_t longest = lead >= 0xF0 ? 3 : 2;
  std::size_t length = 1;
  while (length < longest && at + length < bytes.size()) {
    const auto c = static_cast<unsigned char>(bytes[at + length]);
    unsigned low = 0x80, high = 0xBF;
    if (length == 1 && lead == 0xE0) low = 0xA0;
    if (length == 1 && lead == 0xED) high = 0x9F;
    if (length == 1 && lead == 0xF0) low = 0x90;
    if (length == 1 && lead == 0xF4) high = 0x8F;
    if (c < low || c > high) break;
    ++length;
  }
  return length;
}

// The code unit of `Size` bytes at `at`.
template <std::size_t Size, bool BigEndian>
char32_t unit(std::string_view bytes, std::size_t at) {
  char32_t value = 0;
  for (std::size_t i = 0; i < Size; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[at + (BigEndian ? i : Size - 1 - i)]);
    value = value << 8 | byte;
  }
  return value;
}

template <bool BigEndian>
void decode_utf16(std::string_view bytes, std::string& out) {
  std::size_t at = 0;
  while (at + 1 < bytes.size()) {
    char32_t c = unit<2, BigEndian>(bytes, at);
    at += 2;
    if (c >= 0xD800 && c < 0xDC00) {
      // A page that ends inside of a pair ends in one U+FFFD, however much of the pair is there.
      if (at + 1 >= bytes.size()) return append_utf8(out, unreadable);
      const char32_t low = unit<2, BigEndian>(bytes, at);
      if (low >= 0xDC00 && low < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        at += 2;
      }
    }
    append_utf8(out, is_surrogate(c) ? unreadable : c);
  }
  if (at < bytes.size()) append_utf8(out, unreadable);
}

template <bool BigEndian>
void decode_utf32(std::string_view bytes, std::string& out) {
  std::size_t at = 0;
  for (; at + 3 < bytes.size(); at += 4) {
    const char32_t c = unit<4, BigEndian>(bytes, at);
    append_utf8(out, is_surrogate(c) || c > 0x10FFFF ? unreadable : c);
  }
  if (at < bytes.size()) append_utf8(out, unreadable);
}

}  // namespace

void decode_utf8(std::string_view bytes, std::string& out) {
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t good = utf8_length(bytes, at);
    out += bytes.substr(at, good);
    at += good;
    if (at == bytes.size()) return;
    append_utf8(out, unreadable);
    at += broken_length(bytes, at);
  }
}

void decode_utf16le(std::string_view bytes, std::string& out) {
  decode_utf16<false>(bytes, out);
}
void decode_utf16be(std::string_view bytes, std::string& out) {
  decode_utf16<true>(bytes, out);
}
void decode_utf32le(std::string_view bytes, std::string& out) {
  decode_utf32<false>(bytes, out);
}
void decode_utf32be(std::string_view bytes, std::string& out) {
  decode_utf32<true>(bytes, out);
}

void decode_replacement(std::string_view bytes, std::string& out) {
  if (!bytes.empty()) append_utf8(out, unreadable);
}

}  // namespace trawl::charset
