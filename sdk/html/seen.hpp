// What a report says stands there instead of what was wanted. Internal to trawl-sdk::html.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace trawl::html::detail {

// Counts names that were met; of more than 1000 different ones the later are left out.
class Seen {
 public:
  void add(std::string_view name);
  bool empty() const { return counts_.empty(); }

  // " (classes there: price-box, cost)": at most four, those like `wanted` first, then by how often they were
  // met. "" when nothing was met.
  std::string list(std::string_view title, std::string_view wanted) const;

 private:
  std::map<std::string, std::size_t, std::less<>> counts_;
};

// "once", "20 times".
std::string times(std::size_t count);

// In quotes, white space normalised, at most `limit` bytes of it; what is cut away becomes "...".
std::string quoted(std::string_view text, std::size_t limit = 100);

}  // namespace trawl::html::detail
