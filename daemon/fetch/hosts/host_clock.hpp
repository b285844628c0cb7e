// When one host may be asked again. Two clocks: the crawl delay counts from the start of the latest request,
// the back-off from what the host said of itself. Holds no queue and no timer; host_schedule.hpp does. Pure.
#pragma once

#include <algorithm>
#include <optional>

#include "base/clock.hpp"
#include "fetch/hosts/adaptive_delay.hpp"

namespace trawl::fetch {

// What a platform grants a host; platforms may differ, and each request brings its own.
struct HostRules {
  int connections = 2;
  Millis delay{0};                      // between the starts of two requests
  Millis longest_hold = Millis::max();  // who is to wait longer for a silent host is refused at once
  Millis max_adaptive_delay{0};         // above `delay`: the host's latency may raise the delay up to here
};

class HostClock {
 public:
  // From when on a request may start; nothing while all connections are taken and only a finish() helps.
  std::optional<Steady> earliest_start(const HostRules& rules) const {
    if (running_ >= std::max(rules.connections, 1)) return std::nullopt;
    const Steady after_delay = last_start_ == Steady::min() ? Steady::min() : last_start_ + delay(rules);
    return std::max(after_delay, held_until_);
  }

  void start(Steady now) {
    ++running_;
    last_start_ = now;
  }
  void finish() { --running_; }

  // The host wants silence; an earlier, longer wish stays.
  void hold_until(Steady instant) { held_until_ = std::max(held_until_, instant); }
  Steady held_until() const { return held_until_; }
  bool is_held(Steady now) const { return now < held_until_; }

  int running() const { return running_; }

  // Nothing started, runs or is held since `instant`.
  bool quiet_since(Steady instant) const {
    return running_ == 0 && last_start_ <= instant && held_until_ <= instant;
  }

  AdaptiveDelay adaptive;  // follows the answers to requests whose policy has a throttle

 private:
  std::chrono::steady_clock::duration delay(const HostRules& rules) const {
    const Millis wanted = std::min(adaptive.current(), rules.max_adaptive_delay);
    return std::max(rules.delay, wanted);
  }

  int running_ = 0;
  Steady last_start_ = Steady::min();
  Steady held_until_ = Steady::min();
};

}  // namespace trawl::fetch
