// Names that stand where another was looked for, the likeliest first.
#include "seen.hpp"

#include <algorithm>
#include <trawl/text.hpp>
#include <vector>

#include "ascii.hpp"

namespace trawl::html::detail {
namespace {

constexpr std::size_t max_names = 1000, max_listed = 4, max_name_bytes = 40;

// Is one within the other, or do they begin alike? Good enough to tell "product_price" from "footer".
bool are_alike(std::string_view name, std::string_view wanted) {
  const std::string a = to_lower(name), b = to_lower(wanted);
  if (a.empty() || b.empty()) return false;
  if (a.find(b) != std::string::npos || (a.size() >= 3 && b.find(a) != std::string::npos)) return true;
  std::size_t common = 0;
  while (common < a.size() && common < b.size() && a[common] == b[common]) ++common;
  return common >= 3 && common * 2 >= b.size();
}

}  // namespace

void Seen::add(std::string_view name) {
  const auto found = counts_.find(name);
  if (found != counts_.end()) {
    ++found->second;
  } else if (!name.empty() && counts_.size() < max_names) {
    counts_.emplace(name, 1);
  }
}

std::string Seen::list(std::string_view title, std::string_view wanted) const {
  struct Name {
    bool alike;
    std::size_t count;
    std::string_view text;
  };
  std::vector<Name> names;
  for (const auto& [name, count] : counts_) names.push_back({are_alike(name, wanted), count, name});
  std::sort(names.begin(), names.end(), [](const Name& a, const Name& b) {
    if (a.alike != b.alike) return a.alike;
    return a.count != b.count ? a.count > b.count : a.text < b.text;
  });
  if (names.empty()) return {};
  std::string out = " (" + std::string(title) + " there: ";
  for (std::size_t i = 0; i < names.size() && i < max_listed; ++i) {
    if (i > 0) out += ", ";
    out += shortened(normalise(names[i].text), max_name_bytes);
  }
  return out + (names.size() > max_listed ? ", ...)" : ")");
}

std::string times(std::size_t count) {
  return count == 1 ? "once" : std::to_string(count) + " times";
}

std::string quoted(std::string_view text, std::size_t limit) {
  return "'" + shortened(normalise(text), limit) + "'";
}

}  // namespace trawl::html::detail
