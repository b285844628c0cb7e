#include "cassette/nearest_url.hpp"

#include <algorithm>

namespace trawl::cassette {
namespace {

// Bytes by which two texts differ in one place: what is left when equal fronts and equal ends are gone.
// Cheap on long URLs, and a changed word, an added parameter or another number is one place.
std::size_t differing_bytes(std::string_view a, std::string_view b) {
  const auto front = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  a.remove_prefix(front);
  b.remove_prefix(front);
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  return std::max(a.size(), b.size());
}

}  // namespace

std::string nearest_url(std::string_view url, std::span<const std::string> recorded) {
  const auto best = std::ranges::min_element(
      recorded, {}, [&](const std::string& each) { return differing_bytes(url, each); });
  return best == recorded.end() ? std::string() : *best;
}

}  // namespace trawl::cassette
