// Thirty days of a schedule in virtual time, with a clock that jumps and a daemon that is away: every
// nominal time is fired, coalesced or missed, and none of them twice.
#include <gtest/gtest.h>

#include <set>

#include "model/cadence/firing.hpp"
#include "tests/unit/cadence/shorthand.hpp"

namespace trawl::model {
namespace {

using namespace std::chrono_literals;

// What a scheduler does with its plans, and a wall clock that moves only here.
class VirtualScheduler {
 public:
  VirtualScheduler(Cadence cadence, FiringRules rules, Time start)
      : cadence_(std::move(cadence)), rules_(rules), now_(start), state_{start} {}

  // Sleeps as Clock::sleep_until does: until the plan's wake, but never longer than 30 s at once.
  void run_for(Millis duration) {
    for (const Time end = now_ + duration; now_ < end;) {
      const Time wake = look();
      now_ = std::min({wake, now_ + 30s, end});
    }
    look();
  }

  void jump(Millis step) { now_ += step; }  // the clock is set, or nobody was there
  Time now() const { return now_; }
  Time settled_until() const { return state_.settled_until; }

  std::multiset<Time> fired;
  std::size_t catchups = 0, coalesced = 0, missed = 0;
  std::size_t accounted() const { return fired.size() + coalesced + missed; }

 private:
  Time look() {
    const auto plan = decide(cadence_, rules_, state_, Occasion::routine, Previous::ended, now_);
    if (plan.firing) {
      fired.insert(plan.firing->nominal);
      coalesced += plan.firing->coalesced;
      catchups += plan.firing->kind == Firing::Kind::catchup ? 1 : 0;
    }
    missed += plan.missed;
    state_.settled_until = plan.settled_until;
    return plan.wake.value();
  }

  Cadence cadence_;
  FiringRules rules_;
  Time now_;
  FiringState state_;
};

constexpr auto start = "2026-10-10T00:00:00Z";  // Berlin's clocks go back on the 25th

void expect_nothing_lost_or_doubled(const VirtualScheduler& scheduler, const Cadence& cadence) {
  EXPECT_EQ(scheduler.accounted(), count_between(cadence, at(start), scheduler.settled_until()));
  for (const Time nominal : scheduler.fired)
    EXPECT_EQ(scheduler.fired.count(nominal), 1U) << rfc3339(nominal);
}

TEST(ThirtyDays, UndisturbedEveryNominalTimeFiresOnItsOwn) {
  for (const Cadence& cadence :
       {Cadence(Every{15min, 3min}), Cadence(cron("*/20 6-22 * * *", "Europe/Berlin"))}) {
    VirtualScheduler scheduler(cadence, {.splay = 47s}, at(start));
    scheduler.run_for(std::chrono::days(30));
    EXPECT_EQ(scheduler.fired.size(), count_between(cadence, at(start), scheduler.now() - 47s));
    EXPECT_EQ(scheduler.catchups + scheduler.coalesced + scheduler.missed, 0U);
    expect_nothing_lost_or_doubled(scheduler, cadence);
  }
}

TEST(ThirtyDays, ClockThatJumpsLosesAndDoublesNothing) {
  for (const Cadence& cadence : {Cadence(Every{15min}), Cadence(cron("5,35 * * * *", "Europe/Berlin"))}) {
    VirtualScheduler scheduler(cadence, {.catchup_window = 2h}, at(start));
    for (int day = 0; day < 30; ++day) {
      scheduler.run_for(9h + day * 7min);
      scheduler.jump(day % 3 == 0 ? 5h : 40s);
      scheduler.run_for(6h);
      scheduler.jump(day % 2 == 0 ? -2h : -20min);
      scheduler.run_for(9h);
    }
    EXPECT_GT(scheduler.catchups, 0U);
    EXPECT_GT(scheduler.missed, 0U);
    EXPECT_GT(scheduler.coalesced, 0U);
    expect_nothing_lost_or_doubled(scheduler, cadence);
  }
}

TEST(ThirtyDays, WrongClockThatIsCorrectedDoesNotSilenceTheSchedule) {
  const Cadence cadence = Every{1h};
  VirtualScheduler scheduler(cadence, {}, at(start));
  scheduler.run_for(10h);
  scheduler.jump(std::chrono::days(365));
  scheduler.run_for(1h);
  scheduler.jump(-std::chrono::days(365));
  const auto before = scheduler.fired.size();
  scheduler.run_for(10h);
  EXPECT_EQ(scheduler.fired.size(), before + 10);
}

}  // namespace
}  // namespace trawl::model
