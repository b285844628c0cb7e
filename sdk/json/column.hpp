// Columns for error messages: characters from 1, however many bytes they have. Any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace trawl::json::detail {

inline std::size_t column_at(std::string_view text, std::size_t byte) {
  std::size_t column = 1;
  for (const char c : text.substr(0, byte)) column += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return column;
}

}  // namespace trawl::json::detail
