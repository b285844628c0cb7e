// How the benchmarks report: lines for people, and for run.py one line per goal,
//
//   goal P11  item store, rows/s / raw SQLite  0.53  >= 0.4
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace trawl::bench {

enum class Wanted { at_least, at_most };

inline void print_goal(std::string_view id, std::string_view what, double value, Wanted wanted, double goal) {
  fmt::print("goal\t{}\t{}\t{:.3g}\t{} {}\n", id, what, value,
             wanted == Wanted::at_least ? ">=" : "<=", goal);
}

// A figure of the table for which no goal is set.
inline void print_figure(std::string_view id, std::string_view what, double value) {
  fmt::print("goal\t{}\t{}\t{:.3g}\t-\n", id, what, value);
}

// Of a sample that is not empty; `share` from 0 to 1.
inline double quantile(std::vector<double> sample, double share) {
  const auto at =
      std::min(sample.size() - 1, static_cast<std::size_t>(share * static_cast<double>(sample.size())));
  std::nth_element(sample.begin(), sample.begin() + static_cast<std::ptrdiff_t>(at), sample.end());
  return sample[at];
}

}  // namespace trawl::bench
