// A timer that can be set again and again. Early is harmless, late is not: it keeps an earlier instant that
// it was set to before, and whoever it wakes looks at the clock. Crawl thread.
#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <functional>
#include <memory>
#include <optional>

#include "base/clock.hpp"

namespace trawl::fetch {

class Alarm {
 public:
  // `ring` is called on the executor of set(), never from within it, and not after clear() or the alarm's
  // end. `clock` outlives the alarm and the executor's tasks.
  Alarm(Clock& clock, std::function<void()> ring) : clock_(clock), ring_(std::move(ring)) {}
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;
  ~Alarm();

  void set(const asio::any_io_executor&, Steady instant);
  void clear();

 private:
  struct Sleep;

  Clock& clock_;
  const std::function<void()> ring_;
  std::shared_ptr<Sleep> sleep_;  // null: not set
};

}  // namespace trawl::fetch
