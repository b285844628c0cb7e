// Virtual time for tests. Everything under test runs on one io_context of one thread; time stands still
// until the test lets it pass, and then whoever sleeps wakes in the order of the instants they wait for,
// each with all its consequences before the next one.
//
//   asio::io_context io;
//   FakeClock clock(io);
//   spawn(io.get_executor(), "subject", subject(clock));
//   clock.advance(5min);                       // or, for a task with a result:
//   const auto answer = clock.finish(subject(clock));
#pragma once

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "base/clock.hpp"

namespace trawl::test {

class FakeClock final : public Clock {
 public:
  // `longest_sleep` is the tick of sleep_until(); a test that crosses years may raise it.
  explicit FakeClock(asio::io_context& io,
                     Time start = Time{Millis{1'795'442'400'000}},  // 2026-11-23T14:00:00Z
                     Millis longest_sleep = Millis{30'000})
      : io_(io), wall_(start), longest_sleep_(longest_sleep) {}
  FakeClock(const FakeClock&) = delete;
  FakeClock& operator=(const FakeClock&) = delete;

  Time now() const override { return wall_; }
  Steady steady() const override { return steady_; }

  Task<> sleep_for(Millis duration) override { return sleep(duration, Wakes::at_its_time); }

  Task<> sleep_until(Time time) override {
    if (time <= wall_) co_return;
    co_await sleep(std::min(time - wall_, longest_sleep_), Wakes::also_when_the_wall_clock_is_set);
  }

  // Runs what is ready now, without letting time pass.
  void settle() {
    if (io_.stopped()) io_.restart();
    io_.poll();
  }

  // Lets time pass; sleepers that become due on the way wake at their very instant.
  void advance(Millis duration) {
    const Steady end = steady_ + duration;
    settle();
    while (!sleepers_->empty() && sleepers_->begin()->first.first <= end) wake_first();
    pass_until(end);
    settle();
  }

  // Sets the wall clock, forwards or backwards, as an administrator or NTP does: no time passes.
  void set_wall(Time time) {
    wall_ = time;
    for (auto next = sleepers_->begin(); next != sleepers_->end();) {
      Sleeper& sleeper = *(next++)->second;  // stepped first, because waking removes it
      if (sleeper.wakes == Wakes::also_when_the_wall_clock_is_set) sleeper.wake();
    }
    settle();
  }

  // Runs a task to its end, letting as much time pass as its sleeps ask for, but not more than `limit`.
  // Throws what the task throws, and logic_error when it waits for something that no sleep will bring.
  template <class T>
  T finish(Task<T> task, Millis limit = Millis{24 * 3'600'000}) {
    struct Ending {
      bool done = false;
      std::exception_ptr error;
      std::optional<std::conditional_t<std::is_void_v<T>, bool, T>> value;
    };
    const auto ending =
        std::make_shared<Ending>();  // shared, because the task may outlive a call that gives up
    auto record = [ending](std::exception_ptr error, auto... value) {
      ending->done = true, ending->error = error;
      if (!error) ending->value.emplace(std::move(value)...);
    };
    asio::co_spawn(io_, std::move(task), std::move(record));
    const Steady end = steady_ + limit;
    settle();
    while (!ending->done) {
      if (sleepers_->empty()) throw std::logic_error("the task waits, but nobody sleeps");
      if (sleepers_->begin()->first.first > end) throw std::logic_error("the task does not end in time");
      wake_first();
    }
    if (ending->error) std::rethrow_exception(ending->error);
    if constexpr (!std::is_void_v<T>) return std::move(*ending->value);
  }

  std::size_t sleepers() const { return sleepers_->size(); }

  // How long until the first sleeper wakes; nothing when nobody sleeps.
  std::optional<Millis> next_wake() const {
    if (sleepers_->empty()) return std::nullopt;
    return std::chrono::duration_cast<Millis>(sleepers_->begin()->first.first - steady_);
  }

 private:
  enum class Wakes : bool { at_its_time, also_when_the_wall_clock_is_set };

  // Among those due at one instant, who went to sleep first wakes first.
  using Place = std::pair<Steady, std::uint64_t>;

  struct Sleeper;
  using Sleepers = std::map<Place, Sleeper*>;

  struct Sleeper {
    std::shared_ptr<Sleepers>
        all;  // shared, because the io_context may drop its tasks after the clock is gone
    Sleepers::iterator place;
    Wakes wakes;
    asio::steady_timer alarm;  // never expires; cancelling it is what wakes
    bool woken = false;

    Sleeper(FakeClock& clock, asio::any_io_executor executor, Steady due, Wakes w)
        : all(clock.sleepers_),
          place(all->emplace(Place{due, clock.arrivals_++}, this).first),
          wakes(w),
          alarm(std::move(executor), Steady::max()) {}
    ~Sleeper() {
      if (!woken) all->erase(place);
    }
    Sleeper(const Sleeper&) = delete;
    Sleeper& operator=(const Sleeper&) = delete;

    void wake() {
      all->erase(place);
      woken = true;
      alarm.cancel();
    }
  };

  Task<> sleep(Millis duration, Wakes wakes) {
    Sleeper sleeper(*this, co_await asio::this_coro::executor, steady_ + duration, wakes);
    boost::system::error_code error;
    co_await sleeper.alarm.async_wait(asio::redirect_error(asio::use_awaitable, error));
    // Not woken, but ended: the task was cancelled, and hears of it as with a real clock.
    if (!sleeper.woken) throw boost::system::system_error(error);
  }

  void pass_until(Steady instant) {
    if (instant <= steady_) return;
    wall_ += std::chrono::duration_cast<Millis>(instant - steady_);
    steady_ = instant;
  }

  void wake_first() {
    const auto first = sleepers_->begin();
    pass_until(first->first.first);
    first->second->wake();
    settle();
  }

  asio::io_context& io_;
  Time wall_;
  Steady steady_{std::chrono::hours{1}};  // not zero, as no machine was started just now
  Millis longest_sleep_;
  std::uint64_t arrivals_ = 0;
  std::shared_ptr<Sleepers> sleepers_ = std::make_shared<Sleepers>();
};

}  // namespace trawl::test
