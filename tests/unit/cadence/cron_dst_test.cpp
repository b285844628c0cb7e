// Cron around changes of daylight saving time: the three rules of next_after, one case after another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/cadence/shorthand.hpp"

namespace trawl::model {
namespace {

using testing::ElementsAre;

constexpr auto new_york = "America/New_York";
constexpr auto lord_howe = "Australia/Lord_Howe";  // changes by half an hour

// New York skips 02:00-03:00 at 2027-03-14T07:00Z and shows 01:00-02:00 twice from 2026-11-01T05:00Z.
constexpr auto spring = "2027-03-14T04:30:00Z";
constexpr auto autumn = "2026-11-01T04:30:00Z";

TEST(CronDst, TimeInTheSpringGapFiresOnceAtItsEnd) {
  EXPECT_THAT(next(cron("30 2 * * *", new_york), spring, 2), ElementsAre("03-14 07:00", "03-15 06:30"));
}

TEST(CronDst, SeveralTimesInTheGapFireOnceTogether) {
  EXPECT_THAT(next(cron("*/15 2 * * *", new_york), spring, 3),
              ElementsAre("03-14 07:00", "03-15 06:00", "03-15 06:15"));
}

TEST(CronDst, TimeThatIsShownTwiceFiresOnTheFirstPassOnly) {
  EXPECT_THAT(next(cron("30 1 * * *", new_york), autumn, 2), ElementsAre("11-01 05:30", "11-02 06:30"));
}

TEST(CronDst, ScheduleOfEveryHourHasNoHoleInAutumn) {
  EXPECT_THAT(next(cron("*/30 * * * *", new_york), autumn, 5),
              ElementsAre("11-01 05:00", "11-01 05:30", "11-01 06:00", "11-01 06:30", "11-01 07:00"));
}

TEST(CronDst, ScheduleOfEveryHourHasNothingExtraInSpring) {
  EXPECT_THAT(next(cron("*/30 * * * *", new_york), "2027-03-14T06:00:00Z", 3),
              ElementsAre("03-14 06:30", "03-14 07:00", "03-14 07:30"));
}

TEST(CronDst, EveryHourIsRecognisedByItsValuesNotByItsSpelling) {
  EXPECT_EQ(next(cron("*/30 0-23 * * *", new_york), autumn, 9),
            next(cron("*/30 * * * *", new_york), autumn, 9));
}

TEST(CronDst, ListedHoursSkipTheSecondPass) {
  EXPECT_THAT(next(cron("0 1-3 * * *", new_york), autumn, 3),
              ElementsAre("11-01 05:00", "11-01 07:00", "11-01 08:00"));
}

TEST(CronDst, ListedHourInTheGapFiresAtItsEnd) {
  EXPECT_THAT(next(cron("0 */2 * * *", new_york), spring, 3),
              ElementsAre("03-14 05:00", "03-14 07:00", "03-14 08:00"));
}

TEST(CronDst, GapNeedsNoFiringIfTheScheduleComesRoundWithinTheHour) {
  EXPECT_THAT(next(cron("15 0-3 * * *", new_york), spring, 3),
              ElementsAre("03-14 05:15", "03-14 06:15", "03-14 07:15"));
  EXPECT_THAT(next(cron("15 0-3 * * *", lord_howe), "2026-10-03T14:00:00Z", 2),
              ElementsAre("10-03 14:45", "10-03 16:15"));
}

TEST(CronDst, GapAndScheduleAtTheSameInstantFireOnce) {
  EXPECT_THAT(next(cron("0,30 2-3 * * *", new_york), spring, 3),
              ElementsAre("03-14 07:00", "03-14 07:30", "03-15 06:00"));
}

TEST(CronDst, LondonOverlapCountsTheFirstPass) {
  EXPECT_THAT(next(cron("*/30 1 * * *", "Europe/London"), "2026-10-24T12:00:00Z", 3),
              ElementsAre("10-25 00:00", "10-25 00:30", "10-26 01:00"));
}

TEST(CronDst, SaoPauloSkipsMidnight) {
  EXPECT_THAT(next(cron("0 0 * * *", "America/Sao_Paulo"), "2018-11-03T12:00:00Z", 2),
              ElementsAre("11-04 03:00", "11-05 02:00"));
}

TEST(CronDst, HalfAnHourIsSkippedOnLordHowe) {
  EXPECT_THAT(next(cron("15 2 * * *", lord_howe), "2026-10-03T12:00:00Z", 2),
              ElementsAre("10-03 15:30", "10-04 15:15"));
}

TEST(CronDst, HalfAnHourIsShownTwiceOnLordHowe) {
  EXPECT_THAT(next(cron("45 1 * * *", lord_howe), "2027-04-03T12:00:00Z", 2),
              ElementsAre("04-03 14:45", "04-04 15:15"));
}

TEST(CronDst, AskingWithinTheSecondPassFindsTheNextDay) {
  EXPECT_THAT(next(cron("30 1 * * *", new_york), "2026-11-01T06:10:00Z", 1), ElementsAre("11-02 06:30"));
}

TEST(CronDst, AskingAtTheEndOfTheGapDoesNotRepeatIt) {
  EXPECT_THAT(next(cron("30 2 * * *", new_york), "2027-03-14T07:00:00Z", 1), ElementsAre("03-15 06:30"));
  EXPECT_THAT(next(cron("30 2 * * *", new_york), "2027-03-14T06:59:59.999Z", 1), ElementsAre("03-14 07:00"));
}

// Samoa went from 29 to 31 December 2011 overnight.
TEST(CronDst, SkippedDayFiresAtTheStartOfTheNext) {
  EXPECT_THAT(next(cron("0 6 * * *", "Pacific/Apia"), "2011-12-29T12:00:00Z", 3),
              ElementsAre("12-29 16:00", "12-30 10:00", "12-30 16:00"));
}

TEST(CronDst, SkippedDayIsNoDayForAScheduleOfEveryHour) {
  EXPECT_EQ(upcoming(cron("0 * 30 12 *", "Pacific/Apia"), at("2011-12-29T12:00:00Z"), 1).at(0),
            at("2012-12-29T10:00:00Z"));
}

}  // namespace
}  // namespace trawl::model
