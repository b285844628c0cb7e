// Which entries of a feed earlier runs have given. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace trawl::feed_plugin {

// Remembers keys as fingerprints, the latest 5,000 of a feed. What falls out is long gone from any feed that
// lists its entries newest first.
class Seen {
 public:
  // `text` is what text() gave in an earlier run; anything else counts as nothing.
  explicit Seen(std::string_view text);

  // Notes the key; false when it was known before this run.
  bool is_new(const std::string& key);

  std::string text() const;  // the keys of this run first, then earlier ones

 private:
  std::vector<std::string> earlier_, now_;
  std::unordered_set<std::string> known_, noted_;
};

}  // namespace trawl::feed_plugin
