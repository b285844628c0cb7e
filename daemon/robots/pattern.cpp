#include "robots/pattern.hpp"

#include <cstring>

#include "robots/ascii.hpp"

namespace trawl::robots {
namespace {

// memmem(3) is linear for any text; std::string_view::find() is not.
std::size_t find(std::string_view text, std::string_view part, std::size_t from) {
  const void* found = memmem(text.data() + from, text.size() - from, part.data(), part.size());
  return found ? static_cast<std::size_t>(static_cast<const char*>(found) - text.data())
               : std::string_view::npos;
}

}  // namespace

std::string normalise_escapes(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string normal;
  normal.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x80) {
      normal += {'%', digits[byte >> 4], digits[byte & 15]};
    } else if (byte == '%' && i + 2 < text.size() && is_hex(text[i + 1]) && is_hex(text[i + 2])) {
      normal += {'%', upper(text[i + 1]), upper(text[i + 2])};
      i += 2;
    } else {
      normal += text[i];
    }
  }
  return normal;
}

bool matches(std::string_view pattern, std::string_view path) {
  const bool to_the_end = pattern.ends_with('$');
  if (to_the_end) pattern.remove_suffix(1);
  auto star = pattern.find('*');
  if (!path.starts_with(pattern.substr(0, star))) return false;
  if (star == std::string_view::npos) return !to_the_end || path.size() == pattern.size();
  std::size_t at = star;  // of the path: what lies before it is matched
  for (;;) {
    pattern.remove_prefix(star + 1);
    star = pattern.find('*');
    if (star == std::string_view::npos) break;
    const std::string_view part = pattern.substr(0, star);
    const auto found = find(path, part, at);
    if (found == std::string_view::npos) return false;
    at = found + part.size();
  }
  if (to_the_end) return path.size() - at >= pattern.size() && path.ends_with(pattern);
  return find(path, pattern, at) != std::string_view::npos;
}

}  // namespace trawl::robots
