// The Cache-Control field of requests and responses, as far as a private cache minds it. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "fetch/fetcher.hpp"

namespace trawl::fetch {

using Seconds = std::chrono::seconds;

// Longer times are said as this one; nobody can tell them apart.
inline constexpr Seconds longest_age{1LL << 31};

struct CacheControl {
  bool no_store = false;
  bool no_cache = false;  // also when it names fields: more careful than asked
  std::optional<Seconds> max_age;
  std::optional<Seconds> min_fresh;
};

// Of all lines of the field, or of "Pragma: no-cache" where there is none. A time that cannot be read counts
// as zero, and of two times the shorter: doubt makes a response stale, never fresh.
CacheControl cache_control(const std::vector<Header>& headers);

// Digits alone, as Age and Cache-Control write a number of seconds.
std::optional<Seconds> delta_seconds(std::string_view text);

}  // namespace trawl::fetch
