// An item as a plugin emits it and as the store compares it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace trawl::model {

inline constexpr std::size_t max_item_key = 512;            // bytes
inline constexpr std::size_t max_item_data = 1ULL << 20;    // bytes

// Key is unique per platform and kind. data is canonical JSON: an object with its keys in byte order,
// no white space, numbers in their shortest form; equal contents are equal bytes.
struct Item {
  std::string kind, key, data;
  friend bool operator==(const Item&, const Item&) = default;
};

// Checks what a plugin emitted (sizes, UTF-8, an object, finite numbers) and makes it canonical.
Result<Item> canonical_item(std::string_view kind, std::string_view key, std::string_view json);

}  // namespace trawl::model
