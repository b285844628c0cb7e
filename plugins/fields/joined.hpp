// Schemas out of parts that several plugins share, put together by the compiler.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace trawl::fields {

// joined<head, shared, tail>.data() is one text that ends with NUL. The parts are inline constexpr variables.
template <const std::string_view&... Parts>
inline constexpr auto joined = [] {
  std::array<char, (Parts.size() + ... + 1)> out{};
  std::size_t at = 0;
  for (const std::string_view part : {Parts...}) {
    for (const char c : part) out[at++] = c;
  }
  return out;
}();

}  // namespace trawl::fields
