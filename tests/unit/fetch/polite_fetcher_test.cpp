#include "fetch/polite_fetcher.hpp"

#include <gmock/gmock.h>

#include <deque>
#include <map>
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
using testing::IsEmpty;
using testing::UnorderedElementsAre;

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
Outcome rest(int code, std::string seconds) {
  return Response{.status = code, .headers = {{"retry-after", std::move(seconds)}}};
}
Outcome moved(std::string location) {
  return Response{.status = 302, .headers = {{"location", std::move(location)}}};
}
Outcome failed(ErrorKind kind) {
  return std::unexpected(Failure{.kind = kind, .message = "scripted"});
}

// A transport whose answers depend on the URL.
struct SiteTransport final : Transport {
  struct Log {
    std::map<std::string, Outcome> answers;  // 404 for others
    std::vector<std::string> urls;
    std::vector<std::vector<Header>> headers;
    std::vector<Millis> at;
  };
  SiteTransport(Clock& clock, Log& log) : clock_(clock), log_(log), begin_(clock.steady()) {}

  Task<Outcome> exchange(const Hop& hop, Session&, std::stop_token) override {
    log_.urls.push_back(hop.request.url);
    log_.headers.push_back(hop.request.headers);
    log_.at.push_back(std::chrono::duration_cast<Millis>(clock_.steady() - begin_));
    const auto answer = log_.answers.find(hop.request.url);
    co_return answer == log_.answers.end() ? Response{.status = 404} : answer->second;
  }

  Clock& clock_;
  Log& log_;
  Steady begin_;
};

// Without robots.txt, which has tests of its own below.
struct PoliteFetcherTest : testing::Test {
  Metrics metrics;
  asio::io_context io;
  FakeClock clock{io};
  ScriptedTransport::Log transport;
  model::FetchPolicy policy{.obey_robots = false};
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

TEST_F(PoliteFetcherTest, RetryAfterHoldsTheHostForEverybodyAndSpendsNoAttempt) {
  transport = {.answers = {rest(503, "7"), status(200)}};
  policy.retry.attempts = 1;
  policy.connections_per_host = 5;
  std::vector<Outcome> outcomes;
  auto one = [&](const char* url, Millis start) -> Task<> {
    co_await clock.sleep_for(start);
    outcomes.push_back(co_await fetcher.fetch({.url = url}, test::session_of(policy), {}));
  };
  spawn(io.get_executor(), "first", one("http://a.example/1", 0ms));
  spawn(io.get_executor(), "second", one("http://a.example/2", 1s));
  spawn(io.get_executor(), "elsewhere", one("http://b.example/", 2s));
  clock.advance(1min);
  EXPECT_THAT(transport.at, ElementsAre(0ms, 2000ms, 7010ms, 7010ms));
  ASSERT_EQ(outcomes.size(), 3u);
  for (const Outcome& outcome : outcomes) {
    EXPECT_EQ(outcome->status, 200);
    EXPECT_EQ(outcome->attempts, 1u);
  }
  EXPECT_EQ(metrics.holds, 1u);
  EXPECT_EQ(metrics.retries, 1u);
}

TEST_F(PoliteFetcherTest, ASilenceBeyondTheLimitIsNotHammered) {
  policy.retry.max_retry_after = 60s;
  const auto first = fetch({rest(429, "3600")});
  ASSERT_TRUE(first);
  EXPECT_EQ(first->status, 429);
  EXPECT_EQ(transport.urls.size(), 1u);
  const auto second = fetch({status(200)});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::rate_limited);
  EXPECT_TRUE(transport.urls.empty());
  clock.advance(1h);
  EXPECT_EQ(fetch({status(200)})->status, 200);
}

TEST_F(PoliteFetcherTest, ADeadSitesFailuresAreReportedAtOnceAndSaySo) {
  Outcome last = fetch({failed(ErrorKind::connect)});
  int tries = 3;
  for (int i = 1; i < 20; ++i, tries += static_cast<int>(transport.urls.size()))
    last = fetch({failed(ErrorKind::connect)});
  EXPECT_EQ(tries,
            26);  // three requests with all their tries, a fourth until the budget is gone, then one each
  EXPECT_EQ(last.error().attempts, 1u);
  EXPECT_EQ(last.error().message,
            "scripted; not tried again, because the retry budget of http://a.example is spent");
  EXPECT_EQ(metrics.budget_refusals, 17u);
  EXPECT_EQ(fetch({failed(ErrorKind::connect)}, {.url = "http://other.example/"}).error().attempts, 3u);
}

TEST_F(PoliteFetcherTest, AThrottleSlowsRequestsToASlowHost) {
  policy.throttle = model::FetchThrottle{.target_concurrency = 0.1, .max_delay = 1s};
  policy.connections_per_host = 1;
  transport = {.answers = {status(200)}};
  for (int i = 0; i < 3; ++i)
    (void)clock.finish(fetcher.fetch({.url = "http://a.example/"}, test::session_of(policy), {}));
  EXPECT_THAT(transport.at, ElementsAre(0ms, 50ms, 125ms));  // 10 ms / 0.1: towards 100 ms by halves
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

struct ObedientFetcherTest : testing::Test {
  Metrics metrics;
  asio::io_context io;
  FakeClock clock{io};
  SiteTransport::Log site;
  model::FetchPolicy policy;
  PoliteFetcher fetcher{clock, std::make_unique<SiteTransport>(clock, site), {}, [] { return 0.5; }, metrics};

  Outcome fetch(std::string url) {
    return clock.finish(fetcher.fetch({.url = std::move(url)}, test::session_of(policy), {}));
  }
};

TEST_F(ObedientFetcherTest, NoDeniedPathIsEverRequested) {
  site.answers["http://a.example/robots.txt"] =
      Response{.status = 200, .body = "User-agent: *\nDisallow: /private\n"};
  site.answers["http://a.example/moved"] = moved("/private/2");
  for (const char* url : {"http://a.example/private/1", "http://a.example/moved"}) {
    const auto failure = fetch(url);
    ASSERT_FALSE(failure);
    EXPECT_EQ(failure.error().kind, ErrorKind::robots);
    EXPECT_EQ(failure.error().attempts, 1u);
    EXPECT_EQ(failure.error().message, "line 2 of http://a.example/robots.txt: Disallow: /private");
  }
  EXPECT_THAT(site.urls, ElementsAre("http://a.example/robots.txt", "http://a.example/moved"));
  EXPECT_EQ(metrics.failures(ErrorKind::robots), 2u);
}

TEST_F(ObedientFetcherTest, ARedirectToAnotherHostAsksItsRobotsFirst) {
  site.answers["http://a.example/"] = moved("http://b.example/");
  site.answers["http://b.example/robots.txt"] =
      Response{.status = 200, .body = "User-agent: trawl\nDisallow: /\n"};
  const auto failure = fetch("http://a.example/");
  ASSERT_FALSE(failure);
  EXPECT_EQ(failure.error().url, "http://b.example/");
  EXPECT_THAT(site.urls,
              ElementsAre("http://a.example/robots.txt", "http://a.example/", "http://b.example/robots.txt"));
}

TEST_F(ObedientFetcherTest, RobotsTxtWaitsItsTurnAndIsTriedAgain) {
  policy.delay_per_host = 2s;
  site.answers["http://a.example/robots.txt"] = status(503);
  const auto failure = fetch("http://a.example/");
  ASSERT_FALSE(failure);
  EXPECT_EQ(failure.error().kind, ErrorKind::robots);
  EXPECT_THAT(site.at, ElementsAre(0ms, 2000ms, 4000ms));
}

TEST_F(ObedientFetcherTest, TheLongerOfCrawlDelayAndOwnDelayIsKept) {
  site.answers["http://a.example/robots.txt"] =
      Response{.status = 200, .body = "User-agent: *\nCrawl-delay: 5\n"};
  policy.delay_per_host = 1s;
  ASSERT_TRUE(fetch("http://a.example/1"));
  ASSERT_TRUE(fetch("http://a.example/2"));
  policy.delay_per_host = 8s;
  ASSERT_TRUE(fetch("http://a.example/3"));
  EXPECT_THAT(site.at, ElementsAre(0ms, 5s, 10s, 18s));
}

TEST_F(ObedientFetcherTest, RobotsTxtIsToldNoSecrets) {
  using Way = model::Credential::Way;
  const auto secret = std::make_shared<const Secret>("sesame");
  policy.credentials = {{.scheme = "http",
                         .host = "a.example",
                         .port = 80,
                         .way = Way::bearer,
                         .name = {},
                         .source = {},
                         .secret = secret},
                        {.scheme = "http",
                         .host = "a.example",
                         .port = 80,
                         .way = Way::query,
                         .name = "key",
                         .source = {},
                         .secret = secret}};
  Request request{.url = "http://ann:pw@a.example/page", .headers = {{"X-Own", "mine"}}};
  (void)clock.finish(fetcher.fetch(std::move(request), test::session_of(policy), {}));
  EXPECT_THAT(site.urls, ElementsAre("http://a.example/robots.txt", "http://a.example/page?key=sesame"));
  EXPECT_THAT(site.headers,
              ElementsAre(IsEmpty(), UnorderedElementsAre(Header{"X-Own", "mine"},
                                                          Header{"Authorization", "Bearer sesame"})));
}

TEST_F(ObedientFetcherTest, APluginMayReadRobotsTxt) {
  site.answers["http://a.example/robots.txt"] =
      Response{.status = 200, .body = "User-agent: *\nDisallow: /\n"};
  const auto response = fetch("http://a.example/robots.txt");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(site.urls.size(), 1u);
}

}  // namespace
}  // namespace trawl::fetch
