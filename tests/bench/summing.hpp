// What handoff-bench has done with a page on the far side, by the plugin and by its peer: every byte is
// read, and a few are said about them. C++17.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <trawl/item.hpp>

namespace trawl::bench {

// One JSON object: how many bytes, and their sum.
inline std::string summary(std::string_view body) {
  std::int64_t sum = 0;
  for (const char c : body) sum += static_cast<unsigned char>(c);
  return item()("size", body.size())("sum", sum).json();
}

}  // namespace trawl::bench
