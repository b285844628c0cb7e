#include "fetch/polite_fetcher.hpp"

#include <gmock/gmock.h>

#include <deque>
#include <string>
#include <vector>

#include "tests/support/fake_clock.hpp"
#include "tests/support/session.hpp"

namespace trawl::fetch {
namespace {

using namespace std::chrono_literals;
using model::ErrorKind;
using test::FakeClock;
using testing::ElementsAre;

using Outcome = std::expected<Response, Failure>;

// Answers from a list, whatever is asked, and remembers when it was asked what.
struct ScriptedTransport final : Transport {
  struct Log {
    std::deque<Outcome> answers;
    std::vector<std::string> urls;
    std::vector<Millis> at;
  };
  ScriptedTransport(Clock& clock, Log& log) : clock_(clock), log_(log), begin_(clock.steady()) {}

  Task<Outcome> exchange(const Hop& hop, Session&, std::stop_token) override {
    log_.urls.push_back(hop.request.url);
    log_.at.push_back(std::chrono::duration_cast<Millis>(clock_.steady() - begin_));
    co_await clock_.sleep_for(10ms);
    Outcome next = std::move(log_.answers.front());
    if (log_.answers.size() > 1) log_.answers.pop_front();
    co_return next;
  }

  Clock& clock_;
  Log& log_;
  Steady begin_;
};

Outcome status(int code) {
  return Response{.status = code, .body = "body"};
}
Outcome moved(std::string location) {
  return Response{.status = 302, .headers = {{"location", std::move(location)}}};
}
Outcome failed(ErrorKind kind) {
  return std::unexpected(Failure{.kind = kind, .message = "scripted"});
}

struct PoliteFetcherTest : testing::Test {
  Metrics metrics;
  asio::io_context io;
  FakeClock clock{io};
  ScriptedTransport::Log transport;
  model::FetchPolicy policy;
  PoliteFetcher fetcher{
      clock, std::make_unique<ScriptedTransport>(clock, transport), {}, [] { return 0.5; }, metrics};

  Outcome fetch(std::deque<Outcome> answers, Request request = {.url = "http://a.example/"},
                std::stop_token stop = {}) {
    transport = {.answers = std::move(answers)};
    return clock.finish(fetcher.fetch(std::move(request), test::session_of(policy), stop));
  }
};

TEST_F(PoliteFetcherTest, AnAnswerIsReturnedWithItsUrl) {
  const auto response = fetch({status(404)}, {.url = "http://ann:pw@a.example/x#top"});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 404);
  EXPECT_EQ(response->url, "http://a.example/x");
  EXPECT_EQ(response->attempts, 1u);
}

TEST_F(PoliteFetcherTest, ABusyHostSucceedsAtTheSecondAttemptAfterThePause) {
  const auto response = fetch({status(503), status(200)});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->attempts, 2u);
  EXPECT_THAT(transport.at, ElementsAre(0ms, 510ms));  // half of the backoff of 1 s, after 10 ms of exchange
}

TEST_F(PoliteFetcherTest, AFinalErrorStatusIsStillAnAnswer) {
  for (const int code : {429, 503}) {
    const auto response = fetch({status(code)});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, code);
    EXPECT_EQ(response->attempts, 3u);
  }
}

TEST_F(PoliteFetcherTest, NetworkErrorsAreTriedAgainAndFailInTheEnd) {
  const auto failure = fetch({failed(ErrorKind::reset)});
  ASSERT_FALSE(failure);
  EXPECT_EQ(failure.error().kind, ErrorKind::reset);
  EXPECT_EQ(failure.error().attempts, 3u);
  EXPECT_EQ(failure.error().url, "http://a.example/");
  EXPECT_THAT(transport.at, ElementsAre(0ms, 510ms, 1520ms));
}

TEST_F(PoliteFetcherTest, DeterministicFailuresAreNotTriedAgain) {
  for (const ErrorKind kind : {ErrorKind::too_large, ErrorKind::tls, ErrorKind::denied}) {
    const auto failure = fetch({failed(kind)});
    ASSERT_FALSE(failure);
    EXPECT_EQ(failure.error().attempts, 1u);
    EXPECT_EQ(transport.urls.size(), 1u);
  }
  EXPECT_EQ(fetch({status(403)})->attempts, 1u);
}

TEST_F(PoliteFetcherTest, RedirectsAreHopsOfTheSameRequest) {
  const auto response = fetch({moved("/b"), moved("http://c.example/"), status(200)});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->url, "http://c.example/");
  EXPECT_EQ(response->attempts, 1u);
  EXPECT_THAT(transport.urls, ElementsAre("http://a.example/", "http://a.example/b", "http://c.example/"));
}

TEST_F(PoliteFetcherTest, TheRetryBudgetIsTheRequestsNotTheHops) {
  const auto response = fetch({status(503), moved("/b"), status(503), status(503)});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 503);
  EXPECT_EQ(response->attempts, 3u);
  EXPECT_THAT(transport.urls, ElementsAre("http://a.example/", "http://a.example/", "http://a.example/b",
                                          "http://a.example/b"));
}

TEST_F(PoliteFetcherTest, EveryHopAndTryWaitsForItsHostsTurn) {
  policy.delay_per_host = 2s;
  ASSERT_TRUE(fetch({moved("/b"), status(503), status(200)}));
  EXPECT_THAT(transport.at, ElementsAre(0ms, 2000ms, 4000ms));
}

TEST_F(PoliteFetcherTest, TooManyRequestsHoldsTheHostForEverybody) {
  transport = {.answers = {status(429), status(200)}};
  policy.connections_per_host = 5;
  auto one = [&](const char* url, Millis start) -> Task<> {
    co_await clock.sleep_for(start);
    co_await fetcher.fetch({.url = url}, test::session_of(policy), {});
  };
  spawn(io.get_executor(), "first", one("http://a.example/1", 0ms));
  spawn(io.get_executor(), "second", one("http://a.example/2", 20ms));
  clock.advance(10s);
  EXPECT_THAT(transport.at, ElementsAre(0ms, 510ms, 510ms));
}

TEST_F(PoliteFetcherTest, AStopRequestEndsThePause) {
  policy.retry.backoff = 1h;
  policy.retry.max_backoff = 1h;
  transport = {.answers = {status(503)}};
  std::stop_source stop;
  std::optional<Outcome> outcome;
  auto one = [&]() -> Task<> {
    outcome =
        co_await fetcher.fetch({.url = "http://a.example/"}, test::session_of(policy), stop.get_token());
  };
  spawn(io.get_executor(), "one", one());
  clock.advance(1min);
  ASSERT_FALSE(outcome);
  stop.request_stop();
  clock.settle();
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->error().kind, ErrorKind::cancelled);
  EXPECT_EQ(clock.sleepers(), 0u);
}

TEST_F(PoliteFetcherTest, WhatMayNotBeSentIsNotSent) {
  const auto failure = fetch({status(200)}, {.url = "file:///etc/passwd"});
  ASSERT_FALSE(failure);
  EXPECT_EQ(failure.error().kind, ErrorKind::denied);
  EXPECT_TRUE(transport.urls.empty());
}

TEST_F(PoliteFetcherTest, MetricsCountRequestsTriesAndFailures) {
  (void)fetch({status(503), status(200)});
  (void)fetch({failed(ErrorKind::tls)});
  EXPECT_EQ(metrics.requests, 2u);
  EXPECT_EQ(metrics.tries, 3u);
  EXPECT_EQ(metrics.failures(ErrorKind::tls), 1u);
  EXPECT_EQ(metrics.in_flight, 0u);
  EXPECT_EQ(metrics.queued, 0u);
}

}  // namespace
}  // namespace trawl::fetch
