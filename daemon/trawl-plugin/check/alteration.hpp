// What can happen to one answer of a site: the rows of the fault matrix. Pure; any thread.
#pragma once

#include <expected>
#include <random>
#include <span>
#include <string_view>

#include "fetch/fetcher.hpp"

namespace trawl::author::check {

using Chance = std::mt19937_64;
using Answer = std::expected<fetch::Response, fetch::Failure>;

struct Alteration {
  std::string_view name;   // "faults.reset", the test's
  std::string_view title;  // "the connection is reset"
  Answer (*apply)(Answer, Chance&);
  // Whether a plugin can tell. One that cannot is not asked to report what it lost.
  bool can_be_noticed = true;
};

inline constexpr std::size_t alteration_count = 15;
std::span<const Alteration, alteration_count> all_alterations();

// A few changes anywhere in body and headers, as a fuzzer makes them.
Answer mutate(Answer, Chance&);

}  // namespace trawl::author::check
