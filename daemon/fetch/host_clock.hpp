// When one host may be asked again: how many requests it has now, and when the last one started. Holds no
// queue and no timer; host_queue.hpp does. Pure.
#pragma once

#include <algorithm>
#include <optional>

#include "base/clock.hpp"

namespace trawl::fetch {

// What a platform grants a host; platforms may differ, and each request brings its own.
struct HostRules {
  int connections = 2;
  Millis delay{0};  // between the starts of two requests
};

class HostClock {
 public:
  // From when on a request may start; nothing while all connections are taken and only a finish() helps.
  std::optional<Steady> earliest_start(const HostRules& rules) const {
    if (running_ >= std::max(rules.connections, 1)) return std::nullopt;
    const Steady after_delay = last_start_ == Steady::min() ? Steady::min() : last_start_ + rules.delay;
    return std::max(after_delay, held_until_);
  }

  void start(Steady now) {
    ++running_;
    last_start_ = now;
  }
  void finish() { --running_; }

  // The host asked for silence; an earlier, longer wish stays.
  void hold_until(Steady instant) { held_until_ = std::max(held_until_, instant); }

  int running() const { return running_; }

  // Nothing started, runs or is held since `instant`.
  bool quiet_since(Steady instant) const {
    return running_ == 0 && last_start_ <= instant && held_until_ <= instant;
  }

 private:
  int running_ = 0;
  Steady last_start_ = Steady::min();
  Steady held_until_ = Steady::min();
};

}  // namespace trawl::fetch
