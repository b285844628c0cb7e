// Wakes coroutines that wait for news. One thread, that of the executor: between a look at the state and the
// wait there is no suspension, so no news is lost. Waiters may be cancelled; the signal must outlive them.
#pragma once

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <vector>

#include "base/task.hpp"
#include "base/time.hpp"

namespace trawl {

class Signal {
 public:
  explicit Signal(asio::any_io_executor executor) : executor_(std::move(executor)) {}
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  // Wakes everyone who waits now.
  void notify() {
    for (asio::steady_timer* waiter : std::exchange(waiters_, {})) waiter->cancel();
  }

  // Returns on the next notify(), after `limit`, or on cancellation; the caller looks at the state again.
  Task<> wait(std::optional<Millis> limit = {}) {
    asio::steady_timer timer(executor_);
    if (limit)
      timer.expires_after(*limit);
    else
      timer.expires_at(asio::steady_timer::time_point::max());
    waiters_.push_back(&timer);
    boost::system::error_code ignored;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    std::erase(waiters_, &timer);
  }

 private:
  asio::any_io_executor executor_;
  std::vector<asio::steady_timer*> waiters_;
};

}  // namespace trawl
