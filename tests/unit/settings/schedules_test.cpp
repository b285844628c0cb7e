// `schedules:`.
#include "tests/unit/settings/loading.hpp"

namespace trawl::settings {
namespace {

using namespace testing;
using std::chrono::minutes;

const std::string platforms =
    "platforms: {a: {plugin: pages, config: {start: x}}, b: {plugin: pages, config: {start: x}}}\n";  // one
                                                                                                      // line

TEST(Schedules, EveryKeyIsRead) {
  const Settings settings = settings_of(platforms + R"(schedules:
  often:
    every: 15m
    phase: 3m
    platforms: [b, a]
    overlap: queue_one
    misfire: skip
    misfire_grace: 2m
    catchup_window: 1h
    splay: 5m
    auto_retry: {max: 2, delay: 1m}
)");
  const Schedule& schedule = *settings.find_schedule("often");
  const auto& every = std::get<model::Every>(schedule.cadence);
  EXPECT_EQ(every.interval, minutes(15));
  EXPECT_EQ(every.phase, minutes(3));
  EXPECT_THAT(schedule.platforms, ElementsAre("a", "b"));  // in configuration order
  EXPECT_EQ(schedule.overlap, model::Overlap::queue_one);
  EXPECT_EQ(schedule.misfire, model::Misfire::skip);
  EXPECT_EQ(schedule.misfire_grace, minutes(2));
  EXPECT_EQ(schedule.catchup_window, minutes(60));
  EXPECT_EQ(schedule.splay, minutes(5));
  EXPECT_EQ(schedule.auto_retry.max, 2);
  EXPECT_EQ(schedule.auto_retry.delay, minutes(1));
}

TEST(Schedules, CronIsOneExpressionOrAList) {
  const Settings settings = settings_of(platforms + R"(schedules:
  one: {cron: "0 6 * * 1-5", timezone: Europe/Berlin, platforms: all}
  two: {cron: ["@daily", "30 12 * * *"], platforms: all}
)");
  const auto& one = std::get<model::Cron>(settings.find_schedule("one")->cadence);
  EXPECT_EQ(one.expressions.size(), 1U);
  EXPECT_EQ(one.zone.name(), "Europe/Berlin");
  const auto& two = std::get<model::Cron>(settings.find_schedule("two")->cadence);
  EXPECT_EQ(two.expressions.size(), 2U);
  EXPECT_EQ(two.zone.name(), "UTC");
  EXPECT_THAT(settings.find_schedule("two")->platforms, ElementsAre("a", "b"));
}

TEST(Schedules, AScheduleFiresByEveryOrByCron) {
  EXPECT_THAT(
      faults_of(platforms + "schedules:\n  s: {platforms: all}\n"),
      ElementsAre("3:3: schedules.s: missing key 'every': without it, or 'cron', the schedule never fires"));
  EXPECT_THAT(
      faults_of(platforms + "schedules:\n  s:\n    cron: \"@daily\"\n    every: 5m\n    platforms: all\n"),
      ElementsAre("5:5: schedules.s: has both 'every' and 'cron'; keep one, or make two schedules"));
  EXPECT_THAT(faults_of(platforms + "schedules:\n  s: {cron: [], platforms: all}\n"),
              ElementsAre("3:13: schedules.s.cron: an empty list never fires"));
}

TEST(Schedules, ExpressionsThatCannotFireAreRefused) {
  EXPECT_THAT(
      faults_of(platforms +
                "schedules:\n  s:\n    cron: [\"0 0 31 2 *\", \"0 25 * * *\", 5]\n    platforms: all\n"),
      ElementsAre(HasSubstr("4:12: schedules.s: cron '0 0 31 2 *'"),
                  HasSubstr("4:26: schedules.s: cron '0 25 * * *'"),
                  "4:40: schedules.s: cron: expected text, got the integer 5; put it in quotation marks"));
}

TEST(Schedules, BothDayFieldsAreWorthAWarning) {
  const LoadResult result = load_here(platforms + "schedules:\n  s: {cron: \"0 0 1 * 1\", platforms: all}\n");
  EXPECT_TRUE(result.settings);
  EXPECT_THAT(lines(result.warnings), ElementsAre(HasSubstr("t.yaml:3:13: schedules.s: cron '0 0 1 * 1'")));
}

TEST(Schedules, ATimeZoneMustExistAndGoWithCron) {
  EXPECT_THAT(
      faults_of(platforms + "schedules:\n  s: {cron: \"@daily\", timezone: Europe/Berln, platforms: all}\n"),
      ElementsAre(
          "3:33: schedules.s.timezone: 'Europe/Berln' is no time zone, did you mean 'Europe/Berlin'?"));
  EXPECT_THAT(faults_of(platforms + "schedules:\n  s: {every: 1h, timezone: UTC, platforms: all}\n"),
              ElementsAre("3:28: schedules.s.timezone: goes with 'cron'; 'every' is the same in all zones"));
}

TEST(Schedules, IntervalsHaveBounds) {
  EXPECT_THAT(
      faults_of(
          platforms +
          "schedules:\n  s: {every: 999ms, platforms: all}\n  t: {every: 1h, phase: 1h, platforms: all}\n"),
      ElementsAre("3:14: schedules.s.every: expected a duration from 1s to 366d, got 999ms",
                  "4:25: schedules.t.phase: expected a duration from 0ms to 3599999ms, got 1h"));
}

TEST(Schedules, UnknownPlatformsAreRefusedWithASuggestion) {
  const std::string text = "platforms: {books: {plugin: pages, config: {start: x}}}\nschedules:\n";
  EXPECT_THAT(
      faults_of(text + "  s: {every: 1h, platforms: [boks, books, books, 7, all]}\n"),
      ElementsAre("3:30: schedules.s: no platform 'boks' under platforms:, did you mean 'books'?",
                  "3:43: schedules.s: platform 'books' is listed twice",
                  "3:50: schedules.s: no platform '7' under platforms:",
                  "3:53: schedules.s: no platform 'all'; to mean all of them, write: platforms: all"));
}

TEST(Schedules, PlatformsAreAllOrAList) {
  EXPECT_THAT(faults_of(platforms + "schedules:\n  s: {every: 1h}\n"),
              ElementsAre("3:3: schedules.s: missing key 'platforms': all, or a list of names"));
  EXPECT_THAT(faults_of(platforms + "schedules:\n  s: {every: 1h, platforms: a}\n"),
              ElementsAre("3:29: schedules.s.platforms: expected all or a list, got a name; write [a]"));
  EXPECT_THAT(
      faults_of(platforms + "schedules:\n  s: {every: 1h, platforms: []}\n"),
      ElementsAre("3:29: schedules.s.platforms: an empty list runs nothing; name platforms, or write: all"));
  EXPECT_THAT(
      faults_of("schedules:\n  s: {every: 1h, platforms: all}\n"),
      ElementsAre("2:29: schedules.s.platforms: there are no platforms yet; define one under platforms:"));
}

TEST(Schedules, AFaultyPlatformIsStillKnown) {
  EXPECT_THAT(faults_of("platforms: {a: {plugin: zebra}}\nschedules:\n  s: {every: 1h, platforms: [a]}\n"),
              ElementsAre(HasSubstr("1:25: platforms.a.plugin: no plugin")));
}

TEST(Schedules, WordsAreChecked) {
  EXPECT_THAT(faults_of(platforms + "schedules:\n  s: {every: 1h, platforms: all, overlap: skp, misfire: "
                                    "all, auto_retry: {max: 50}}\n"),
              ElementsAre("3:43: schedules.s.overlap: expected one of skip, queue_one, cancel_running, "
                          "allow, got the text 'skp', did you mean 'skip'?",
                          "3:57: schedules.s.misfire: expected one of fire_once, skip, got the text 'all'",
                          "3:80: schedules.s.auto_retry.max: expected an integer from 0 to 49, got 50"));
}

}  // namespace
}  // namespace trawl::settings
