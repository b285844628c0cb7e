// The machine's clock. Not thread safe: one per io_context.
#pragma once

#include "base/clock.hpp"

namespace trawl {

class SystemClock final : public Clock {
 public:
  Time now() const override;
  Steady steady() const override;
  Task<> sleep_for(Millis) override;
  Task<> sleep_until(Time) override;
};

}  // namespace trawl
