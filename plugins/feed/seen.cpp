// Fingerprints of 16 digits, separated by spaces.
#include "seen.hpp"

#include <algorithm>

#include "plugins/fields/key.hpp"

namespace trawl::feed_plugin {
namespace {

constexpr std::size_t max_keys = 5'000, fingerprint_size = 16;

}  // namespace

Seen::Seen(std::string_view text) {
  while (text.size() >= fingerprint_size && earlier_.size() < max_keys) {
    const std::string each(text.substr(0, fingerprint_size));
    if (each.find_first_not_of("0123456789abcdef") != std::string::npos) return;
    if (known_.insert(each).second) earlier_.push_back(each);
    text.remove_prefix(std::min(text.size(), fingerprint_size + 1));
  }
}

bool Seen::is_new(const std::string& key) {
  const std::string print = fields::fingerprint(key);
  if (noted_.insert(print).second) now_.push_back(print);
  return known_.count(print) == 0;
}

std::string Seen::text() const {
  std::string out;
  std::size_t count = 0;
  const auto add = [&](const std::string& print) {
    if (count++ < max_keys) out.append(out.empty() ? "" : " ").append(print);
  };
  for (const std::string& each : now_) add(each);
  for (const std::string& each : earlier_) {
    if (noted_.count(each) == 0) add(each);
  }
  return out;
}

}  // namespace trawl::feed_plugin
