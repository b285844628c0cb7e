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

// How many bytes from `at` on are ASCII, counted sixteen at a time.
inline std::size_t ascii_length(std::string_view bytes, std::size_t at = 0) {
  std::size_t end = at;
  for (std::uint64_t eight[2]; end + sizeof eight <= bytes.size(); end += sizeof eight) {
    std::memcpy(eight, bytes.data() + end, sizeof eight);
    if ((eight[0] | eight[1]) & 0x8080808080808080u) break;
  }
  while (end < bytes.size() && static_cast<unsigned char>(bytes[end]) < 0x80) ++end;
  return end - at;
}

inline bool is_ascii(std::string_view bytes) {
  return ascii_length(bytes) == bytes.size();
}

// How many bytes from `at` on are well-formed UTF-8.
inline std::size_t utf8_length(std::string_view bytes, std::size_t at = 0) {
  std::size_t end = at;
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
