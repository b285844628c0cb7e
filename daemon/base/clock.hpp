// The one door to time: everything in the daemon that asks for the time or sleeps goes through a
// Clock passed to it, so that tests can let thirty days pass in a millisecond.
#pragma once

#include <chrono>

#include "base/task.hpp"
#include "base/time.hpp"

namespace trawl {

using Steady = std::chrono::steady_clock::time_point;

class Clock {
 public:
  virtual ~Clock() = default;

  virtual Time now() const = 0;        // wall clock; may jump
  virtual Steady steady() const = 0;   // monotonic; for deadlines and durations

  // Sleeps by the monotonic clock. Ends early only by cancellation.
  virtual Task<> sleep_for(Millis) = 0;

  // Sleeps until the wall clock shows `time` or was set (stepped), whichever comes first, and never
  // longer than 30 s at once. The caller looks at now() again: a return is no promise.
  virtual Task<> sleep_until(Time time) = 0;
};

}  // namespace trawl
