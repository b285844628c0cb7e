// Days, rates and percentiles.
#include "model/analytics.hpp"

#include <gtest/gtest.h>

#include <ranges>

#include "tests/support/lineages.hpp"

namespace trawl::model {
namespace {

using enum PlatformStatus;
using std::chrono::days;
using std::chrono::hours;

const Time now = Time(days(20'000)) + hours(15);

Run made(Run run, Time at) {
  run.created_at = at;
  return run;
}

// The attempts of one lineage, told newest first, as the store does.
Analytics told(const Lineage& lineage, Time at = now) {
  Analytics analytics(now, 7);
  for (const Run& run : lineage.attempts | std::views::reverse) analytics.add(made(run, at));
  return analytics;
}

TEST(Percentiles, AreNearestRank) {
  EXPECT_EQ(percentiles({}).p50, std::nullopt);
  EXPECT_EQ(percentiles({7}).p50, 7);
  EXPECT_EQ(percentiles({7}).p95, 7);
  EXPECT_EQ(percentiles({4, 1, 3, 2}).p50, 2);
  std::vector<std::int64_t> hundred;
  for (int i = 100; i > 0; --i) hundred.push_back(i);
  EXPECT_EQ(percentiles(hundred).p50, 50);
  EXPECT_EQ(percentiles(hundred).p95, 95);
}

TEST(Analytics, CountsTheDaysUpToToday) {
  Analytics analytics(now, 7);
  EXPECT_EQ(analytics.from(), Time(days(19'994)));
  EXPECT_EQ(analytics.to(), Time(days(20'001)));
  const model::Run run = test::make_run(1, 1, {{"a", succeeded}});
  analytics.add(made(run, analytics.to() - Millis(1)));
  analytics.add(made(run, Time(days(19'999))));
  analytics.add(made(run, analytics.from()));
  analytics.add(made(run, analytics.from() - Millis(1)));
  std::vector<std::int64_t> totals;
  for (const DayFigures& day : analytics.days()) {
    const auto found = day.runs.find(RunStatus::completed);
    totals.push_back(found == day.runs.end() ? 0 : found->second);
  }
  EXPECT_EQ(totals, (std::vector<std::int64_t>{1, 0, 0, 0, 0, 1, 1}));
}

TEST(Analytics, TellsAtOnceFromAfterRetries) {
  const auto analytics =
      told(test::make_lineage({{{"a", succeeded}, {"b", failed}, {"c", failed}}, {{"b", succeeded}}}));
  const auto& platforms = analytics.platforms();
  EXPECT_EQ(platforms.at("b").first_attempt.succeeded, 0);
  EXPECT_EQ(platforms.at("b").first_attempt.of, 1);
  EXPECT_EQ(platforms.at("b").after_retries.succeeded, 1);
  EXPECT_EQ(platforms.at("b").after_retries.of, 1);
  EXPECT_EQ(platforms.at("c").after_retries.succeeded, 0);
  EXPECT_EQ(platforms.at("a").after_retries.succeeded, 1);
  EXPECT_EQ(platforms.at("b").outcomes.at(failed), 1);
  EXPECT_EQ(platforms.at("b").outcomes.at(succeeded), 1);
}

TEST(Analytics, WhatWasNeverTriedIsNoFailure) {
  const auto analytics = told(test::make_lineage({{{"a", cancelled}, {"b", not_run}, {"c", partial}}}));
  EXPECT_EQ(analytics.platforms().at("a").first_attempt.of, 0);
  EXPECT_EQ(analytics.platforms().at("b").first_attempt.of, 0);
  EXPECT_EQ(analytics.platforms().at("c").first_attempt.of, 1);
}

TEST(Analytics, ARetryOfARunFromBeforeTheDaysIsNoFirstAttempt) {
  Analytics analytics(now, 7);
  model::Run retry = test::make_run(2, 2, {{"a", succeeded}});
  analytics.add(made(retry, now));
  EXPECT_EQ(analytics.platforms().at("a").first_attempt.of, 0);
  EXPECT_EQ(analytics.platforms().at("a").outcomes.at(succeeded), 1);
}

TEST(Analytics, SumsItemsErrorsAndDurations) {
  model::Run run = test::make_run(1, 1, {{"a", succeeded}});
  run.platforms[0].items = {.total = 9, .added = 4, .changed = 3, .removed = 2};
  run.platforms[0].errors = 5;
  run.platforms[0].started_at = now;
  run.platforms[0].finished_at = now + Millis(70);
  run.started_at = now;
  run.finished_at = now + Millis(80);
  Analytics analytics(now, 1);
  analytics.add(made(run, now));
  const DayFigures& day = analytics.days().front();
  EXPECT_EQ(day.items.total, 9);
  EXPECT_EQ(day.items.added, 4);
  EXPECT_EQ(day.errors, 5);
  EXPECT_EQ(day.durations_ms, (std::vector<std::int64_t>{80}));
  EXPECT_EQ(analytics.platforms().at("a").durations_ms, (std::vector<std::int64_t>{70}));
  EXPECT_EQ(analytics.platforms().at("a").items, 9);
}

}  // namespace
}  // namespace trawl::model
