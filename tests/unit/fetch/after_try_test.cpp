#include "fetch/hosts/after_try.hpp"

#include <gtest/gtest.h>

namespace trawl::fetch {
namespace {

using namespace std::chrono_literals;
using What = NextStep::What;
using Outcome = std::expected<Response, Failure>;

Outcome status(int code, std::vector<Header> headers = {}) {
  return Response{.status = code, .headers = std::move(headers)};
}
Outcome rest(int code, std::string seconds) {
  return status(code, {{"retry-after", std::move(seconds)}});
}
Outcome failed(model::ErrorKind kind) {
  return std::unexpected(Failure{.kind = kind});
}

struct AfterTry : testing::Test {
  model::FetchRetry policy{.attempts = 3, .backoff = 1s, .max_backoff = 60s, .max_retry_after = 10min};
  Moment now{*parse_rfc3339("2026-11-23T14:00:00Z"), Steady{1h}};
  Host host;
  Effort effort;

  // As the fetcher does: what is decided of the host comes true.
  NextStep after(const Outcome& outcome) {
    const NextStep next = after_try(outcome, policy, now, host, effort, [] { return 0.5; });
    if (next.hold_host > 0ms) host.clock.hold_until(now.steady + next.hold_host);
    return next;
  }
  void pass(Millis time) { now.wall += time, now.steady += time; }
};

TEST_F(AfterTry, AGoodAnswerSettles) {
  EXPECT_EQ(after(status(200)).what, What::settled);
  EXPECT_EQ(after(status(404)).what, What::settled);
  EXPECT_EQ(after(failed(model::ErrorKind::tls)).what, What::settled);
}

TEST_F(AfterTry, AFailurePausesTheRequestAloneAndSpendsAnAttempt) {
  for (const Outcome& outcome : {status(500), failed(model::ErrorKind::reset)}) {
    effort = {};
    const NextStep next = after(outcome);
    EXPECT_EQ(next.what, What::again);
    EXPECT_EQ(next.pause, 500ms);
    EXPECT_EQ(next.hold_host, 0ms);
    EXPECT_EQ(effort.attempts, 2u);
  }
}

TEST_F(AfterTry, AttemptsAreLimited) {
  EXPECT_EQ(after(status(500)).what, What::again);
  EXPECT_EQ(after(status(500)).what, What::again);
  EXPECT_EQ(after(status(500)).what, What::attempts_spent);
}

TEST_F(AfterTry, RetryAfterHoldsTheHostAndSpendsNoAttempt) {
  for (const int code : {429, 503}) {
    const NextStep next = after(rest(code, "30"));
    EXPECT_EQ(next.what, What::again_with_host);
    EXPECT_EQ(next.hold_host, 30s);
    EXPECT_EQ(next.pause, 0ms);
    EXPECT_EQ(effort.attempts, 1u);
    pass(30s);
  }
}

TEST_F(AfterTry, RetryAfterMayBeADate) {
  const NextStep next = after(status(503, {{"retry-after", "Mon, 23 Nov 2026 14:02:00 GMT"}}));
  EXPECT_EQ(next.what, What::again_with_host);
  EXPECT_EQ(next.hold_host, 2min);
}

TEST_F(AfterTry, RetryAfterOfOtherStatusesSaysNothingAboutTheHost) {
  EXPECT_EQ(after(rest(500, "30")).hold_host, 0ms);
  EXPECT_EQ(after(rest(301, "30")).hold_host, 0ms);
}

TEST_F(AfterTry, ASilenceBeyondTheLimitEndsTheRequestAndStillHoldsTheHost) {
  const NextStep next = after(rest(429, "601"));
  EXPECT_EQ(next.what, What::silence_too_long);
  EXPECT_EQ(next.hold_host, 601s);
}

TEST_F(AfterTry, TheHoldsOfARequestAddUpToTheLimit) {
  EXPECT_EQ(after(rest(429, "400")).what, What::again_with_host);
  pass(400s);
  EXPECT_EQ(after(rest(429, "201")).what, What::silence_too_long);
}

TEST_F(AfterTry, AHostThatAlwaysSaysOneSecondIsNotAskedForEver) {
  int holds = 0;
  for (host.budget = {}; after(rest(503, "1")).what == What::again_with_host; ++holds) {
    host.budget = {};  // so that the request's own limit is what ends it
    pass(1s);
  }
  EXPECT_EQ(holds, 10);
}

TEST_F(AfterTry, WithoutRetryAfterTheHostsBackOffGrowsWithEachRefusal) {
  policy.attempts = 10;
  for (const Millis hold : {500ms, 1000ms, 2000ms, 4000ms}) {
    const NextStep next = after(status(503));
    EXPECT_EQ(next.what, What::again);
    EXPECT_EQ(next.hold_host, hold);
    EXPECT_EQ(next.pause, 0ms);  // its place in the line is its pause
    pass(hold);
  }
  after(status(200));
  EXPECT_EQ(after(status(429)).hold_host, 500ms) << "a good answer starts it anew";
}

TEST_F(AfterTry, ABurstOfRefusalsIsOnePieceOfNews) {
  policy.attempts = 100;
  EXPECT_EQ(after(status(503)).hold_host, 500ms);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(after(status(503)).hold_host, 0ms);
  EXPECT_TRUE(host.budget.allows_another_try());
  pass(500ms);
  EXPECT_EQ(after(status(503)).hold_host, 1s);
}

TEST_F(AfterTry, ADeadHostSpendsItsBudgetAndThenNothingIsTriedAgain) {
  int again = 0;
  for (int request = 0; request < 100; ++request) {
    effort = {};
    while (after(failed(model::ErrorKind::connect)).what == What::again) ++again;
  }
  EXPECT_LE(again, 10);
  effort = {};
  EXPECT_EQ(after(failed(model::ErrorKind::connect)).what, What::budget_spent);
}

TEST_F(AfterTry, ARecoveredHostEarnsItsBudgetBack) {
  while (host.budget.allows_another_try()) host.budget.count_failure();
  int answers = 0;
  for (; !host.budget.allows_another_try(); ++answers) after(status(200));
  EXPECT_LE(answers, 4);
  EXPECT_EQ(after(status(200)).what, What::settled);
}

TEST_F(AfterTry, ASiteThatFailsOneTimeInTenKeepsItsBudget) {
  for (int i = 0; i < 10'000; ++i) {
    effort = {};
    after(i % 10 == 0 ? status(502) : status(200));
    ASSERT_TRUE(host.budget.allows_another_try());
  }
}

TEST_F(AfterTry, WhatWasRefusedByUsSaysNothingAboutTheHost) {
  while (host.budget.allows_another_try()) host.budget.count_failure();
  for (int i = 0; i < 100; ++i) after(failed(model::ErrorKind::too_large));
  EXPECT_FALSE(host.budget.allows_another_try());
}

}  // namespace
}  // namespace trawl::fetch
