// Base64 as it stands in feeds: wrapped and indented.
#include "base64.hpp"

#include "../ascii.hpp"

namespace trawl::feed::detail {

std::optional<std::string> decode_base64(std::string_view text) {
  static constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0, count = 0;
  for (const char c : text) {
    if (ascii::is_space(c)) continue;
    if (c == '=') break;
    const auto value = digits.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6 | static_cast<unsigned>(value)) & 0xFFFF;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xFF);
  }
  return out;
}

}  // namespace trawl::feed::detail
