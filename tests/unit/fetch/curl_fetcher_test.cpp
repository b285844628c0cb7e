// The whole fetcher over loopback: redirects, retries, politeness and stopping, with curl beneath.
#include <fmt/format.h>

#include "tests/unit/fetch/network_test.hpp"

namespace trawl::fetch {
namespace {

using namespace std::chrono_literals;
using namespace test;
using model::ErrorKind;
using testing::HasSubstr;

using CurlFetcher = NetworkTest;

TEST_F(CurlFetcher, ABusyHostSucceedsAtTheSecondAttempt) {
  policy.retry.attempts = 3;
  site.script("/", {page(503, "later"), page(200, "now")});
  const auto response = fetch("/");
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "now");
  EXPECT_EQ(response->attempts, 2u);
  EXPECT_EQ(site.requests_to("/"), 2);
}

TEST_F(CurlFetcher, EveryTransientFaultIsTriedAsOftenAsThePolicySays) {
  policy.retry.attempts = 3;
  policy.timeout.first_byte = 50ms;
  for (const auto& [target, answer] : {std::pair{"/reset", raw("", Answer::Then::reset)},
                                       {"/truncated", truncated("x", 2)},
                                       {"/timeout", raw("", Answer::Then::hold)}}) {
    site.script(target, {answer});
    EXPECT_EQ(fetch(target).error().attempts, 3u) << target;
    EXPECT_EQ(site.requests_to(target), 3) << target;
  }
}

TEST_F(CurlFetcher, RedirectsLeadToTheAnswer) {
  site.script("/a", {redirect(301, "/b")});
  site.script("/b", {redirect(307, site.url("/c#part"))});
  site.script("/c", {page(200, "end")});
  const auto response = fetch("/a");
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "end");
  EXPECT_EQ(response->url, site.url("/c"));
}

TEST_F(CurlFetcher, LoopsAndLongChainsOfRedirectsEnd) {
  site.script("/loop", {redirect(302, "/pool")});
  site.script("/pool", {redirect(302, "/loop")});
  EXPECT_EQ(fetch("/loop").error().kind, ErrorKind::redirects);
  site.handle([](const SiteRequest& request) { return redirect(302, request.target + "1"); });
  EXPECT_EQ(fetch("/long").error().kind, ErrorKind::redirects);
  EXPECT_EQ(site.requests_to("/long1111111111"), 1);  // the tenth
  EXPECT_EQ(site.requests_to("/long11111111111"), 0);
}

TEST_F(CurlFetcher, ARedirectToAFileIsDenied) {
  site.script("/", {redirect(302, "file:///etc/passwd")});
  const Failure failed = failure({.url = site.url("/")});
  EXPECT_EQ(failed.kind, ErrorKind::denied);
  EXPECT_THAT(failed.message, HasSubstr("file:///etc/passwd"));
}

TEST_F(CurlFetcher, ARedirectToAPrivateAddressIsDenied) {
  policy.allow_private = {"127.0.0.1/32"};
  const std::string target = fmt::format("http://127.0.0.2:{}/secret", site.port());
  site.script("/", {redirect(302, target)});
  const Failure failed = failure({.url = site.url("/")});
  EXPECT_EQ(failed.kind, ErrorKind::denied);
  EXPECT_EQ(failed.url, target);
  EXPECT_EQ(site.requests_to("/secret"), 0);
}

TEST_F(CurlFetcher, ARedirectToAnotherPortLeavesCredentialsBehind) {
  LoopbackSite other;
  other.script("/", {page(200, "")});
  site.script("/", {redirect(302, other.url("/"))});
  ASSERT_TRUE(
      fetch({.url = site.url("/"), .headers = {{"Authorization", "Basic eA=="}, {"Accept", "text/html"}}}));
  EXPECT_EQ(site.requests().at(0).headers.count("authorization"), 1u);
  EXPECT_EQ(other.requests().at(0).headers.count("authorization"), 0u);
  EXPECT_EQ(other.requests().at(0).headers.at("accept"), "text/html");
}

TEST_F(CurlFetcher, ConnectionsAndDelayPerHostAreRespected) {
  policy.connections_per_host = 2;
  policy.delay_per_host = 20ms;
  site.handle([](const SiteRequest&) { return after(60ms, page(200, "slow")); });
  constexpr int total = 12;
  auto one = [&]() -> Task<> {
    const auto shared = test::session_of(policy);
    (void)co_await fetcher->fetch({.url = site.url("/")}, shared, {});
  };
  for (int i = 0; i < total; ++i) spawn(io.get_executor(), "one", one());
  run_until([&] { return site.requests().size() == total && metrics.in_flight == 0; });
  EXPECT_EQ(site.most_at_once(), 2);
  EXPECT_LE(site.connections(), 2);
  const auto asked = site.requests();
  // A request may be slow on its way, but the whole cannot be faster than the delays allow.
  EXPECT_GE(asked.back().at - asked.front().at, (total - 1) * 20ms - 20ms);
}

TEST_F(CurlFetcher, TheDaemonsLimitHoldsOverAllHosts) {
  fetcher = make_curl_fetcher(io.get_executor(), clock, {.max_connections = 3}, metrics);
  policy.connect_to = {"::127.0.0.1:" + std::to_string(site.port())};
  site.handle([](const SiteRequest&) { return after(20ms, page(200, "slow")); });
  constexpr int total = 30;
  auto one = [&](int host) -> Task<> {
    const auto shared = test::session_of(policy);
    (void)co_await fetcher->fetch({.url = fmt::format("http://h{}.example/", host)}, shared, {});
  };
  for (int i = 0; i < total; ++i) spawn(io.get_executor(), "one", one(i));
  run_until([&] { return site.requests().size() == total && metrics.in_flight == 0; });
  EXPECT_LE(site.most_at_once(), 3);
}

TEST_F(CurlFetcher, AStopRequestEndsAHangingFetchAndItsConnection) {
  site.script("/", {raw("HTTP/1.1 200 OK\r\n\r\nsome", Answer::Then::hold)});
  std::stop_source stop;
  std::thread operator_thread([&] {
    while (site.requests_to("/") == 0) std::this_thread::yield();
    stop.request_stop();
  });
  const auto begin = std::chrono::steady_clock::now();
  const auto outcome = fetch({.url = site.url("/")}, stop.get_token());
  operator_thread.join();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);  // the total timeout is a minute
  site.script("/", {page(200, "fine")});
  EXPECT_EQ(fetch("/")->body, "fine");
}

TEST_F(CurlFetcher, AFetchThatIsStoppedBeforehandSendsNothing) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(fetch({.url = site.url("/")}, stop.get_token()).error().kind, ErrorKind::cancelled);
  EXPECT_EQ(site.connections(), 0);
}

TEST_F(CurlFetcher, AProgramMayEndWithFetchesUnderWay) {
  site.script("/", {raw("", Answer::Then::hold)});
  const auto shared = test::session_of(policy);
  auto one = [&]() -> Task<> { (void)co_await fetcher->fetch({.url = site.url("/")}, shared, {}); };
  for (int i = 0; i < 5; ++i) spawn(io.get_executor(), "one", one());
  run_until([&] { return site.requests_to("/") == 2; });  // two run, three wait for their turn
}

}  // namespace
}  // namespace trawl::fetch
