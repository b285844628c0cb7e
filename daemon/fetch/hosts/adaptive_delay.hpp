// A delay that follows a host's latency, so that about `target_concurrency` requests are under way at it. The
// rule is the one that Scrapy's documentation publishes for its AutoThrottle extension: the next delay is the
// average of the previous one and latency / target_concurrency; answers other than 200 never lower it (errors
// are often answered faster than pages); it stays between the configured delay and max_delay. Pure.
#pragma once

#include <algorithm>
#include <chrono>

#include "model/fetch_policy.hpp"

namespace trawl::fetch {

class AdaptiveDelay {
 public:
  // An exchange took `latency`. `floor` is the delay without a throttle.
  void hear(std::chrono::nanoseconds latency, bool ok, const model::FetchThrottle& throttle, Millis floor) {
    const Fine lowest = floor, highest = std::max(floor, throttle.max_delay);
    const Fine before = std::clamp(delay_, lowest, highest);
    const Fine target = latency / std::max(throttle.target_concurrency, 0.01);
    const Fine next = std::clamp((before + target) / 2, lowest, highest);
    delay_ = ok ? next : std::max(before, next);
  }

  Millis current() const { return std::chrono::ceil<Millis>(delay_); }

 private:
  using Fine = std::chrono::duration<double, std::milli>;
  Fine delay_{0};
};

}  // namespace trawl::fetch
