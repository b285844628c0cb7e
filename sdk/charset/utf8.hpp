// UTF-8, read and written. Internal to the SDK.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <trawl/json_writer.hpp>

namespace trawl::charset {

inline constexpr char32_t unreadable = 0xFFFD;

// How many of eight bytes, as they lie in memory, are ASCII before the first that is not.
inline std::size_t ascii_before(std::uint64_t beyond) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  return static_cast<std::size_t>(__builtin_ctzll(beyond)) / 8;
#else
  return static_cast<std::size_t>(__builtin_clzll(beyond)) / 8;
#endif
}

// How many bytes from `at` on are ASCII, counted eight at a time.
inline std::size_t ascii_length(std::string_view bytes, std::size_t at = 0) {
  constexpr std::uint64_t high_bits = 0x8080808080808080u;
  const char* const begin = bytes.data() + at;
  const char* end = begin;
  std::size_t left = bytes.size() - at;
  for (std::uint64_t eight[2]; left >= sizeof eight; left -= sizeof eight, end += sizeof eight) {
    std::memcpy(eight, end, sizeof eight);
    if (const auto beyond = eight[0] & high_bits) {
      return static_cast<std::size_t>(end - begin) + ascii_before(beyond);
    }
    if (const auto beyond = eight[1] & high_bits) {
      return static_cast<std::size_t>(end - begin) + 8 + ascii_before(beyond);
    }
  }
  for (; left > 0 && static_cast<unsigned char>(*end) < 0x80; --left) ++end;
  return static_cast<std::size_t>(end - begin);
}

inline bool is_ascii(std::string_view bytes) {
  return ascii_length(bytes) == bytes.size();
}

// How many bytes from `at` on are well-formed UTF-8.
inline std::size_t utf8_length(std::string_view bytes, std::size_t at = 0) {
  std::size_t end = at + ascii_length(bytes, at);
  while (end < bytes.size()) {
    const auto length = json::utf8_length(bytes, end);
    if (length == 0) break;
    end += length > 1 ? length : ascii_length(bytes, end);
  }
  return end - at;
}

inline void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
    return;
  }
  char bytes[4];
  std::size_t size = 0;
  if (c < 0x800) {
    bytes[size++] = static_cast<char>(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      bytes[size++] = static_cast<char>(0xE0 | c >> 12);
    } else {
      bytes[size++] = static_cast<char>(0xF0 | c >> 18);
      bytes[size++] = static_cast<char>(0x80 | (c >> 12 & 0x3F));
    }
    bytes[size++] = static_cast<char>(0x80 | (c >> 6 & 0x3F));
  }
  bytes[size++] = static_cast<char>(0x80 | (c & 0x3F));
  out.append(bytes, size);
}

}  // namespace trawl::charset
