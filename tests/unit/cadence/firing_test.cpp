// What a schedule does at a given moment.
#include "model/cadence/firing.hpp"

#include <gtest/gtest.h>

#include "tests/unit/cadence/shorthand.hpp"

namespace trawl::model {
namespace {

using namespace std::chrono_literals;
using Kind = Firing::Kind;

// A schedule at every full hour whose firings up to 12:00 are settled.
struct Hourly {
  Cadence cadence = Every{1h};
  FiringRules rules;
  FiringState state{at("2026-11-23T12:00:00Z")};
  Previous previous = Previous::ended;

  FiringPlan at_time(std::string_view now, Occasion occasion = Occasion::routine) const {
    return decide(cadence, rules, state, occasion, previous, at("2026-11-23T" + std::string(now) + "Z"));
  }
};

std::string hour(std::optional<Time> time) {
  return time ? rfc3339(*time).substr(11, 8) : "never";
}

TEST(Firing, NothingIsDueBeforeTheNextNominalTime) {
  const auto plan = Hourly().at_time("12:59:59.999");
  EXPECT_FALSE(plan.firing);
  EXPECT_EQ(plan.missed, 0U);
  EXPECT_EQ(hour(plan.settled_until), "12:00:00");
  EXPECT_EQ(hour(plan.wake), "13:00:00");
}

TEST(Firing, FiresAtItsNominalTime) {
  const auto plan = Hourly().at_time("13:00:00");
  ASSERT_TRUE(plan.firing);
  EXPECT_EQ(hour(plan.firing->nominal), "13:00:00");
  EXPECT_EQ(plan.firing->kind, Kind::schedule);
  EXPECT_EQ(plan.firing->coalesced, 0U);
  EXPECT_EQ(plan.firing->action, Action::start);
  EXPECT_EQ(hour(plan.settled_until), "13:00:00");
  EXPECT_EQ(hour(plan.wake), "14:00:00");
}

TEST(Firing, WithinTheGraceItIsStillOnTime) {
  EXPECT_EQ(Hourly().at_time("13:01:00").firing->kind, Kind::schedule);
  EXPECT_EQ(Hourly().at_time("13:01:00.001").firing->kind, Kind::catchup);
}

TEST(Firing, NominalTimeThatIsSettledNeverFiresAgain) {
  Hourly schedule;
  schedule.state.settled_until = schedule.at_time("13:00:00").settled_until;
  EXPECT_FALSE(schedule.at_time("13:00:00").firing);
  EXPECT_FALSE(schedule.at_time("13:00:30").firing);
}

TEST(Splayed, RunIsDelayedButItsNominalTimeIsNot) {
  Hourly schedule;
  schedule.rules.splay = 7min;
  EXPECT_FALSE(schedule.at_time("13:06:59").firing);
  EXPECT_EQ(hour(schedule.at_time("13:06:59").wake), "13:07:00");
  const auto plan = schedule.at_time("13:07:00");
  EXPECT_EQ(hour(plan.firing->nominal), "13:00:00");
  EXPECT_EQ(plan.firing->kind, Kind::schedule);
  EXPECT_EQ(hour(plan.wake), "14:07:00");
}

TEST(Splayed, GraceBeginsWhenTheRunIsDue) {
  Hourly schedule;
  schedule.rules.splay = 7min;
  EXPECT_EQ(schedule.at_time("13:08:00").firing->kind, Kind::schedule);
  EXPECT_EQ(schedule.at_time("13:08:01").firing->kind, Kind::catchup);
}

TEST(Misfire, FireOnceCatchesUpTheLatestWithinOnePeriod) {
  const auto plan = Hourly().at_time("16:30:00");
  ASSERT_TRUE(plan.firing);
  EXPECT_EQ(hour(plan.firing->nominal), "16:00:00");
  EXPECT_EQ(plan.firing->kind, Kind::catchup);
  EXPECT_EQ(plan.firing->coalesced, 0U);
  EXPECT_EQ(plan.missed, 3U);
  EXPECT_EQ(hour(plan.settled_until), "16:00:00");
}

TEST(Misfire, WiderWindowCoalescesWhatItHolds) {
  Hourly schedule;
  schedule.rules.catchup_window = 150min;  // 14:00 is the oldest that is not too late at 16:30
  const auto plan = schedule.at_time("16:30:00");
  EXPECT_EQ(hour(plan.firing->nominal), "16:00:00");
  EXPECT_EQ(plan.firing->coalesced, 2U);
  EXPECT_EQ(plan.missed, 1U);
}

TEST(Misfire, WindowShorterThanTheDelayGivesUp) {
  Hourly schedule;
  schedule.rules.catchup_window = 10min;
  const auto plan = schedule.at_time("16:30:00");
  EXPECT_FALSE(plan.firing);
  EXPECT_EQ(plan.missed, 4U);
  EXPECT_EQ(hour(plan.settled_until), "16:00:00");
}

TEST(Misfire, SkipGivesUpEverythingLate) {
  Hourly schedule;
  schedule.rules.misfire = Misfire::skip;
  const auto plan = schedule.at_time("16:30:00");
  EXPECT_FALSE(plan.firing);
  EXPECT_EQ(plan.missed, 4U);
}

TEST(Misfire, SkipStillFiresWhatIsOnTime) {
  Hourly schedule;
  schedule.rules.misfire = Misfire::skip;
  const auto plan = schedule.at_time("16:00:30");
  EXPECT_EQ(plan.firing->kind, Kind::schedule);
  EXPECT_EQ(plan.firing->coalesced, 0U);
  EXPECT_EQ(plan.missed, 3U);
}

TEST(Misfire, FiringOnTimeStandsForTheMissedOnesInTheWindow) {
  Hourly schedule;
  schedule.rules.catchup_window = 90min;
  const auto plan = schedule.at_time("16:00:30");
  EXPECT_EQ(hour(plan.firing->nominal), "16:00:00");
  EXPECT_EQ(plan.firing->kind, Kind::schedule);
  EXPECT_EQ(plan.firing->coalesced, 1U);
  EXPECT_EQ(plan.missed, 2U);
}

TEST(Misfire, SeveralDueWithinTheGraceAreOneFiring) {
  Hourly schedule;
  schedule.cadence = Every{10s};
  const auto plan = schedule.at_time("12:00:35");
  EXPECT_EQ(hour(plan.firing->nominal), "12:00:30");
  EXPECT_EQ(plan.firing->coalesced, 2U);
  EXPECT_EQ(plan.missed, 0U);
}

TEST(Misfire, CatchesUpNothingOlderThanADayByDefault) {
  FiringState state{at("2026-11-16T06:00:00Z")};  // a Monday
  const auto weekly = cron("0 6 * * 1");
  const auto ask = [&](std::string_view now) {
    return decide(weekly, {}, state, Occasion::routine, Previous::ended, at(now));
  };
  EXPECT_EQ(ask("2026-11-24T06:00:00Z").firing->kind, Kind::catchup);
  EXPECT_FALSE(ask("2026-11-24T06:00:01Z").firing);
  EXPECT_EQ(ask("2026-11-24T06:00:01Z").missed, 1U);
}

TEST(Misfire, YearsOfDowntimeAreDecidedAtOnce) {
  FiringState state{at("2016-01-01T00:00:00Z")};
  const auto plan =
      decide(cron("* * * * *"), {}, state, Occasion::routine, Previous::ended, at("2026-11-23T14:00:30Z"));
  EXPECT_EQ(hour(plan.firing->nominal), "14:00:00");
  EXPECT_EQ(plan.missed, most_counted);
}

TEST(Overlap, DecidesWhatBecomesOfAFiring) {
  const auto action = [](Overlap overlap, Previous previous) {
    Hourly schedule;
    schedule.rules.overlap = overlap;
    schedule.previous = previous;
    return schedule.at_time("13:00:00").firing->action;
  };
  using enum Overlap;
  for (const Overlap overlap : {skip, queue_one, cancel_running, allow})
    EXPECT_EQ(action(overlap, Previous::ended), Action::start);
  EXPECT_EQ(action(skip, Previous::active), Action::skip);
  EXPECT_EQ(action(queue_one, Previous::active), Action::queue);
  EXPECT_EQ(action(cancel_running, Previous::active), Action::cancel_then_start);
  EXPECT_EQ(action(allow, Previous::active), Action::start);
  EXPECT_EQ(action(skip, Previous::active_and_one_waiting), Action::skip);
  EXPECT_EQ(action(queue_one, Previous::active_and_one_waiting), Action::join_waiting);
  EXPECT_EQ(action(cancel_running, Previous::active_and_one_waiting), Action::join_waiting);
}

TEST(Overlap, AndMisfireAreNamedAsInTheConfiguration) {
  EXPECT_EQ(name(Overlap::skip), "skip");
  EXPECT_EQ(name(Overlap::queue_one), "queue_one");
  EXPECT_EQ(name(Overlap::cancel_running), "cancel_running");
  EXPECT_EQ(name(Overlap::allow), "allow");
  EXPECT_EQ(name(Misfire::fire_once), "fire_once");
  EXPECT_EQ(name(Misfire::skip), "skip");
}

TEST(Overlap, SkippedFiringIsSettled) {
  Hourly schedule;
  schedule.previous = Previous::active;
  schedule.state.settled_until = schedule.at_time("13:00:00").settled_until;
  schedule.previous = Previous::ended;
  EXPECT_FALSE(schedule.at_time("13:00:30").firing);
}

TEST(Paused, DoesNothingAndWakesNever) {
  Hourly schedule;
  schedule.state.paused = true;
  const auto plan = schedule.at_time("16:00:00");
  EXPECT_FALSE(plan.firing);
  EXPECT_EQ(plan.missed, 0U);
  EXPECT_EQ(hour(plan.settled_until), "12:00:00");
  EXPECT_EQ(hour(plan.wake), "never");
}

TEST(Paused, NeverCatchesUpAfterwards) {
  const auto plan = Hourly().at_time("16:00:30", Occasion::unpaused);
  EXPECT_FALSE(plan.firing);
  EXPECT_EQ(plan.missed, 0U);
  EXPECT_EQ(hour(plan.settled_until), "16:00:30");
  EXPECT_EQ(hour(plan.wake), "17:00:00");
}

TEST(Paused, SplayedRunThatIsDueAfterwardsStillFires) {
  Hourly schedule;
  schedule.rules.splay = 7min;
  const auto plan = schedule.at_time("16:02:00", Occasion::unpaused);
  EXPECT_EQ(hour(plan.settled_until), "15:55:00");
  EXPECT_EQ(hour(plan.wake), "16:07:00");
}

TEST(Introduced, NeverCatchesUp) {
  const auto plan = Hourly().at_time("16:30:00", Occasion::introduced);
  EXPECT_FALSE(plan.firing);
  EXPECT_EQ(plan.missed, 0U);
  EXPECT_EQ(hour(plan.wake), "17:00:00");
}

TEST(Introduced, DoesNotFireAgainWhatIsSettled) {
  Hourly schedule;
  schedule.state.settled_until = at("2026-11-23T17:00:00Z");  // the clock was set back a little
  EXPECT_EQ(hour(schedule.at_time("16:30:00", Occasion::introduced).wake), "18:00:00");
}

TEST(ClockSetBack, UpToThreeHoursRepeatsNothing) {
  const auto plan = Hourly().at_time("09:00:00");
  EXPECT_FALSE(plan.firing);
  EXPECT_EQ(hour(plan.settled_until), "12:00:00");
  EXPECT_EQ(hour(plan.wake), "13:00:00");
}

TEST(ClockSetBack, ByMoreIsACorrectionAndStartsFromThere) {
  const auto plan = Hourly().at_time("08:59:59.999");
  EXPECT_FALSE(plan.firing);
  EXPECT_EQ(hour(plan.settled_until), "08:59:59");
  EXPECT_EQ(hour(plan.wake), "09:00:00");
}

}  // namespace
}  // namespace trawl::model
