// Wall-clock sleeps use timerfd with cancel-on-set: a timer of the monotonic clock would oversleep
// when the wall clock is set forward, and Asio's system_timer stalls after it is set back.
#include "base/system_clock.hpp"

#include <sys/timerfd.h>

#include <algorithm>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <system_error>

#include "base/unique_fd.hpp"

#ifndef TFD_TIMER_CANCEL_ON_SET
#define TFD_TIMER_CANCEL_ON_SET (1 << 1)
#endif

namespace trawl {
namespace {

constexpr Millis longest_sleep{30'000};   // the steady tick: even a missed clock step is noticed soon

}  // namespace

Time SystemClock::now() const { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }

Steady SystemClock::steady() const { return std::chrono::steady_clock::now(); }

Task<> SystemClock::sleep_for(Millis duration) {
  asio::steady_timer timer(co_await asio::this_coro::executor, duration);
  co_await timer.async_wait(asio::use_awaitable);
}

Task<> SystemClock::sleep_until(Time time) {
  const Time start = now();
  if (time <= start) co_return;
  const Time wake = std::min(time, start + longest_sleep);

  UniqueFd fd(::timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC));
  if (!fd) throw std::system_error(errno, std::generic_category(), "timerfd_create");
  const auto since_epoch = wake.time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since_epoch);
  itimerspec spec{};
  spec.it_value.tv_sec = seconds.count();
  spec.it_value.tv_nsec = std::chrono::nanoseconds(since_epoch - seconds).count();
  if (::timerfd_settime(fd.get(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &spec, nullptr) != 0)
    throw std::system_error(errno, std::generic_category(), "timerfd_settime");

  asio::posix::stream_descriptor timer(co_await asio::this_coro::executor, fd.release());
  // Readable means expired or cancelled by a clock step; both end the sleep.
  co_await timer.async_wait(asio::posix::stream_descriptor::wait_read, asio::use_awaitable);
}

}  // namespace trawl
