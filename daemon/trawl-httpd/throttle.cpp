#include "trawl-httpd/throttle.hpp"

#include <algorithm>

namespace trawl::httpd {

std::optional<Millis> Throttle::wait(const std::string& source, Steady now) const {
  const auto found = sources_.find(source);
  if (found == sources_.end() || found->second.count < failures_allowed) return std::nullopt;
  const auto rest = std::chrono::ceil<Millis>(found->second.since + window - now);
  return rest > Millis(0) ? std::optional(rest) : std::nullopt;
}

void Throttle::failed(const std::string& source, Steady now) {
  if (!sources_.contains(source)) make_room(now);
  Failures& failures = sources_.try_emplace(source, now).first->second;
  if (failures.since + window <= now) failures = {.since = now};
  ++failures.count;
}

void Throttle::make_room(Steady now) {
  if (sources_.size() < max_sources) return;
  std::erase_if(sources_, [&](const auto& entry) { return entry.second.since + window <= now; });
  if (sources_.size() < max_sources) return;
  sources_.erase(
      std::ranges::min_element(sources_, {}, [](const auto& entry) { return entry.second.since; }));
}

}  // namespace trawl::httpd
