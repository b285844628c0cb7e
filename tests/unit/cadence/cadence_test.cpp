// Intervals, unions of expressions, and looking back.
#include "model/cadence/cadence.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/cadence/shorthand.hpp"

namespace trawl::model {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Every, IsAnchoredToTheEpochAndNotToTheTimeOfAsking) {
  EXPECT_THAT(next(Every{15min}, "2026-11-23T14:07:31Z", 3),
              ElementsAre("11-23 14:15", "11-23 14:30", "11-23 14:45"));
  EXPECT_THAT(next(Every{7min}, "1970-01-01T00:00:00Z", 2), ElementsAre("01-01 00:07", "01-01 00:14"));
}

TEST(Every, PhaseShiftsAllInstants) {
  EXPECT_THAT(next(Every{15min, 3min}, "2026-11-23T14:00:00Z", 2), ElementsAre("11-23 14:03", "11-23 14:18"));
}

TEST(Every, NextIsStrictlyAfter) {
  EXPECT_THAT(next(Every{1h}, "2026-11-23T14:00:00Z", 1), ElementsAre("11-23 15:00"));
  EXPECT_THAT(next(Every{1h}, "2026-11-23T13:59:59.999Z", 1), ElementsAre("11-23 14:00"));
}

TEST(Every, WorksBeforeTheEpoch) {
  EXPECT_THAT(next(Every{1h}, "1969-12-31T22:30:00Z", 3),
              ElementsAre("12-31 23:00", "01-01 00:00", "01-01 01:00"));
  EXPECT_THAT(next(Every{1h}, "1969-12-31T22:00:00Z", 1), ElementsAre("12-31 23:00"));
}

TEST(Every, RefusesIntervalsThatMakeNoSchedule) {
  EXPECT_THAT(make_every(0ms).error().message, HasSubstr("the interval 0ms is not within 1s to 366d"));
  EXPECT_THAT(make_every(999ms).error().message, HasSubstr("not within"));
  EXPECT_THAT(make_every(std::chrono::days(367)).error().message, HasSubstr("not within"));
  EXPECT_THAT(make_every(15min, 15min).error().message,
              HasSubstr("the phase 15m is not shorter than the interval 15m"));
  EXPECT_TRUE(make_every(15min, 14min));
}

TEST(Cron, UnionFiresOnceWhereExpressionsMeet) {
  const CronExpression daily = expression("0 6 * * *"), quarterly = expression("0 */6 * * *");
  for (const Cron& both : {Cron{{daily, quarterly}, Zone()}, Cron{{quarterly, daily}, Zone()}})
    EXPECT_THAT(next(both, "2026-11-23T00:00:00Z", 4),
                ElementsAre("11-23 06:00", "11-23 12:00", "11-23 18:00", "11-24 00:00"));
}

TEST(Cron, ZoneDecidesWhatTheClockShows) {
  EXPECT_THAT(next(cron("0 6 * * 1-5", "Europe/Berlin"), "2026-11-23T00:00:00Z", 2),
              ElementsAre("11-23 05:00", "11-24 05:00"));
  EXPECT_THAT(next(cron("0 6 * * *", "Asia/Kolkata"), "2026-11-23T00:00:00Z", 2),
              ElementsAre("11-23 00:30", "11-24 00:30"));
}

TEST(LastBetween, FindsTheNewestWithoutCountingThrough) {
  EXPECT_EQ(last_between(Every{15min}, at("2020-01-01T00:00:00Z"), at("2026-11-23T14:07:00Z")),
            at("2026-11-23T14:00:00Z"));
  EXPECT_EQ(last_between(cron("* * * * *"), at("2020-01-01T00:00:00Z"), at("2026-11-23T14:07:59Z")),
            at("2026-11-23T14:07:00Z"));
  EXPECT_EQ(last_between(cron("0 0 29 2 *"), at("2020-01-01T00:00:00Z"), at("2026-11-23T00:00:00Z")),
            at("2024-02-29T00:00:00Z"));
}

TEST(LastBetween, ExcludesItsStartAndIncludesItsEnd) {
  const Time two = at("2026-11-23T14:00:00Z"), three = at("2026-11-23T15:00:00Z");
  EXPECT_EQ(last_between(Every{1h}, two, three), three);
  EXPECT_EQ(last_between(Every{1h}, two, three - 1ms), std::nullopt);
  EXPECT_EQ(last_between(Every{1h}, two - 1ms, three - 1ms), two);
}

TEST(CountBetween, ExcludesItsStartAndIncludesItsEnd) {
  const Time two = at("2026-11-23T14:00:00Z");
  for (const Cadence& cadence : {Cadence(Every{15min}), Cadence(cron("*/15 * * * *"))}) {
    EXPECT_EQ(count_between(cadence, two, two + 1h), 4U);
    EXPECT_EQ(count_between(cadence, two - 1ms, two + 1h), 5U);
    EXPECT_EQ(count_between(cadence, two, two + 14min), 0U);
    EXPECT_EQ(count_between(cadence, two, two - 1h), 0U);
  }
}

TEST(CountBetween, StopsCountingCronSomewhere) {
  EXPECT_EQ(count_between(cron("* * * * *"), at("2020-01-01T00:00:00Z"), at("2026-01-01T00:00:00Z")),
            most_counted);
}

TEST(Upcoming, ReturnsWhatWasAskedFor) {
  EXPECT_THAT(upcoming(Every{1h}, at("2026-11-23T14:00:00Z"), 0), IsEmpty());
}

TEST(Describe, SpeaksAsTheConfigurationDoes) {
  EXPECT_EQ(describe(Every{15min}), "every 15m");
  EXPECT_EQ(describe(Every{15min, 3min}), "every 15m phase 3m");
  EXPECT_EQ(describe(cron("0 6 * * 1-5", "Europe/Berlin")), "cron 0 6 * * 1-5 (Europe/Berlin)");
  EXPECT_EQ(describe(Cron{{expression("@daily"), expression("0 6 * * *")}, Zone()}),
            "cron @daily | 0 6 * * * (UTC)");
}

}  // namespace
}  // namespace trawl::model
