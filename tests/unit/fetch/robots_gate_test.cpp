#include "fetch/robots_gate.hpp"

#include <gmock/gmock.h>

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
using test::session_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using Outcome = std::expected<Response, Failure>;
using Passage = std::expected<Millis, Failure>;

struct RobotsGateTest : testing::Test {
  asio::io_context io;
  FakeClock clock{io};
  std::map<std::string, Outcome> answers;  // by URL; 404 for others
  std::vector<std::string> asked;
  std::optional<std::uint64_t> wanted;  // of the last one's body
  model::FetchPolicy policy{.user_agent = "trawl/1.0 (+https://example.org/)"};
  RobotsGate gate{clock, [this](Hop hop, Session&, std::stop_token stop) -> Task<Outcome> {
                    asked.push_back(hop.request.url);
                    wanted = hop.request.keep_at_most;
                    co_await clock.sleep_for(100ms);
                    if (stop.stop_requested())
                      co_return std::unexpected(Failure{.kind = ErrorKind::cancelled});
                    const auto answer = answers.find(hop.request.url);
                    if (answer == answers.end()) co_return Response{.status = 404};
                    co_return answer->second;
                  }};

  void site_says(std::string text, std::vector<Header> headers = {}) {
    answers["https://a.example/robots.txt"] =
        Response{.status = 200, .headers = std::move(headers), .body = std::move(text)};
  }
  void site_answers(int status) { answers["https://a.example/robots.txt"] = Response{.status = status}; }
  void site_fails(ErrorKind kind) {
    answers["https://a.example/robots.txt"] = std::unexpected(Failure{.kind = kind, .message = "scripted"});
  }

  Passage pass(std::string_view target) {
    const Url url = parse_url("https://a.example" + std::string(target)).value();
    const auto session = session_of(policy);
    return clock.finish(gate.pass(url, *session, {}));
  }
  bool passes(std::string_view target) { return pass(target).has_value(); }
  Failure refusal(std::string_view target) {
    const Passage passage = pass(target);
    return passage ? Failure{.message = "passed"} : passage.error();
  }

  // A request that may still be waiting; its outcome appears in `passages`.
  std::vector<Passage> passages;
  void pass_meanwhile(std::stop_token stop = {}) {
    auto one = [](RobotsGateTest& test, std::shared_ptr<Session> session, std::stop_token stop) -> Task<> {
      const Url url = parse_url("https://a.example/page").value();
      test.passages.push_back(co_await test.gate.pass(url, *session, stop));
    };
    spawn(io.get_executor(), "passage", one(*this, session_of(policy), stop));
  }
};

TEST_F(RobotsGateTest, ADeniedUrlNamesTheDecidingLine) {
  site_says("# ours\nUser-agent: *\nDisallow: /private # secret\n");
  EXPECT_TRUE(passes("/public"));
  EXPECT_EQ(refusal("/private/page").kind, ErrorKind::robots);
  EXPECT_EQ(refusal("/private/page").message, "line 3 of https://a.example/robots.txt: Disallow: /private");
}

TEST_F(RobotsGateTest, TheProductTokenOfThePolicyIsTheAgent) {
  site_says("User-agent: trawl\nDisallow: /a\nUser-agent: other\nDisallow: /b\n");
  EXPECT_FALSE(passes("/a"));
  policy.user_agent = "other";
  EXPECT_TRUE(passes("/a"));
  EXPECT_FALSE(passes("/b"));
  EXPECT_EQ(asked.size(), 1u);  // the rules are kept, not the verdict
}

TEST_F(RobotsGateTest, AnAgentWithoutATokenBelongsToEveryone) {
  site_says("User-agent: 2bot\nAllow: /\nUser-agent: *\nDisallow: /a\n");
  policy.user_agent = "2bot/1.0";
  EXPECT_FALSE(passes("/a"));
}

TEST_F(RobotsGateTest, EscapesDoNotHideADeniedPath) {
  site_says("User-agent: *\nDisallow: /private\nDisallow: /%C3%A4\nDisallow: /*secret\n");
  for (const char* path : {"/%70rivate", "/ä", "/%c3%a4", "/x?y=%73ecret"})
    EXPECT_FALSE(passes(path)) << path;
}

TEST_F(RobotsGateTest, APasswordIsNoPath) {
  site_says("User-agent: *\nDisallow: /private\n");
  const auto session = session_of(policy);
  const Url url = parse_url("https://ann:p;w@a.example/private").value();
  EXPECT_FALSE(clock.finish(gate.pass(url, *session, {})));
}

// RFC 9309, 2.5: at least 500 KiB must be read.
TEST_F(RobotsGateTest, OfALongFileTheBeginningCounts) {
  const std::string rule = "User-agent: *\nDisallow: /before\n";
  std::string text = rule + std::string((500 << 10) - rule.size() - 10, '#') + "\nDisallow: /be";
  site_says(text.substr(0, (500 << 10) + 1));
  EXPECT_EQ(refusal("/before").kind, ErrorKind::robots);
  EXPECT_TRUE(passes("/be"));  // of a line that is cut nobody knows what it says
  EXPECT_EQ(wanted, (500 << 10) + 1);
}

TEST_F(RobotsGateTest, RobotsTxtItselfAlwaysPasses) {
  site_says("User-agent: *\nDisallow: /\n");
  EXPECT_TRUE(passes("/robots.txt"));
  EXPECT_THAT(asked, IsEmpty());
}

TEST_F(RobotsGateTest, WhoDoesNotObeyDoesNotAsk) {
  policy.obey_robots = false;
  site_says("User-agent: *\nDisallow: /\n");
  EXPECT_TRUE(passes("/"));
  EXPECT_THAT(asked, IsEmpty());
}

TEST_F(RobotsGateTest, ClientErrorsAllow) {
  for (const int status : {400, 401, 403, 404, 410}) {
    site_answers(status);
    EXPECT_TRUE(passes("/")) << status;
    clock.advance(24h);
  }
}

TEST_F(RobotsGateTest, ServerErrorsDenyAndAreAskedAgainSoon) {
  for (const int status : {500, 503, 429}) {
    site_answers(status);
    asked.clear();
    const Failure first = refusal("/");
    EXPECT_EQ(first.kind, ErrorKind::robots);
    EXPECT_THAT(first.message, HasSubstr("the site answers " + std::to_string(status)));
    EXPECT_THAT(first.message, HasSubstr("asked for again in"));
    clock.advance(50s);
    EXPECT_FALSE(passes("/"));
    EXPECT_EQ(asked.size(), 1u);
    clock.advance(10s);
    site_answers(404);
    EXPECT_TRUE(passes("/"));
    EXPECT_EQ(asked.size(), 2u);
    clock.advance(24h);
  }
}

TEST_F(RobotsGateTest, NetworkFailuresDenyAndKeepTheirKind) {
  for (const ErrorKind kind : {ErrorKind::dns, ErrorKind::tls, ErrorKind::timeout}) {
    site_fails(kind);
    const Failure failure = refusal("/");
    EXPECT_EQ(failure.kind, kind);
    EXPECT_EQ(failure.message, "https://a.example/robots.txt could not be read: scripted");
  }
  site_answers(404);
  EXPECT_TRUE(passes("/"));  // nothing was remembered
}

TEST_F(RobotsGateTest, ManyWaitersShareOneFetchOfRobots) {
  site_says("User-agent: *\nDisallow: /page\n");
  for (int i = 0; i < 100; ++i) pass_meanwhile();
  clock.advance(1s);
  EXPECT_EQ(passages.size(), 100u);
  for (const Passage& passage : passages) EXPECT_EQ(passage.error().kind, ErrorKind::robots);
  EXPECT_THAT(asked, ElementsAre("https://a.example/robots.txt"));
}

TEST_F(RobotsGateTest, ManyWaitersShareOneFailure) {
  site_fails(ErrorKind::connect);
  for (int i = 0; i < 100; ++i) pass_meanwhile();
  clock.advance(1s);
  EXPECT_EQ(passages.size(), 100u);
  EXPECT_EQ(asked.size(), 1u);
}

TEST_F(RobotsGateTest, WhenTheOneThatAsksIsCancelledTheNextOneAsks) {
  std::stop_source stop;
  pass_meanwhile(stop.get_token());
  pass_meanwhile();
  pass_meanwhile();
  clock.advance(50ms);
  stop.request_stop();
  clock.advance(1s);
  ASSERT_EQ(passages.size(), 3u);
  EXPECT_EQ(passages[0].error().kind, ErrorKind::cancelled);
  EXPECT_TRUE(passages[1] && passages[2]);
  EXPECT_EQ(asked.size(), 2u);
}

TEST_F(RobotsGateTest, AnAddressDeniedToOnePlatformIsNotDeniedToAll) {
  site_fails(ErrorKind::denied);
  pass_meanwhile();
  pass_meanwhile();
  clock.advance(1s);
  EXPECT_EQ(asked.size(), 2u);  // both for themselves
}

TEST_F(RobotsGateTest, AFailureOfOneProxyIsNotThatOfAnotherWay) {
  site_fails(ErrorKind::dns);
  policy.proxy = "http://proxy.example:3128";
  pass_meanwhile();
  policy.proxy.clear();
  pass_meanwhile();
  pass_meanwhile();
  clock.advance(1s);
  EXPECT_EQ(passages.size(), 3u);
  EXPECT_EQ(asked.size(), 2u);  // once by each way
}

TEST_F(RobotsGateTest, AStopRequestEndsTheWait) {
  std::stop_source stop;
  pass_meanwhile();
  pass_meanwhile(stop.get_token());
  clock.advance(10ms);
  stop.request_stop();
  clock.settle();
  ASSERT_EQ(passages.size(), 1u);
  EXPECT_EQ(passages[0].error().kind, ErrorKind::cancelled);
}

TEST_F(RobotsGateTest, RulesHoldForADay) {
  site_says("");
  EXPECT_TRUE(passes("/"));
  clock.advance(23h);
  EXPECT_TRUE(passes("/"));
  EXPECT_EQ(asked.size(), 1u);
  clock.advance(1h);
  EXPECT_TRUE(passes("/"));
  EXPECT_EQ(asked.size(), 2u);
}

TEST_F(RobotsGateTest, CacheControlShortensThatWithinBounds) {
  struct Case {
    std::string control;
    Millis life;
  };
  for (const auto& [control, life] : std::vector<Case>{{"public, Max-Age=3600", 1h},
                                                       {"max-age=0", 10min},
                                                       {"no-cache", 10min},
                                                       {"max-age=31536000", 24h},
                                                       {"max-age=soon", 24h}}) {
    site_says("", {{"cache-control", control}});
    asked.clear();
    EXPECT_TRUE(passes("/"));
    clock.advance(life - 1s);
    EXPECT_TRUE(passes("/"));
    EXPECT_EQ(asked.size(), 1u) << control;
    clock.advance(1s);
    EXPECT_TRUE(passes("/"));
    EXPECT_EQ(asked.size(), 2u) << control;
    clock.advance(48h);
  }
}

TEST_F(RobotsGateTest, FiveRedirectsAreFollowedAlsoToOtherHosts) {
  const auto moved = [](std::string to) { return Response{.status = 301, .headers = {{"location", to}}}; };
  answers["https://a.example/robots.txt"] = moved("https://b.example/1");
  for (int i = 1; i < 5; ++i)
    answers["https://b.example/" + std::to_string(i)] = moved("/" + std::to_string(i + 1));
  answers["https://b.example/5"] = Response{.status = 200, .body = "User-agent: *\nDisallow: /\n"};
  EXPECT_EQ(refusal("/").message, "line 2 of https://a.example/robots.txt: Disallow: /");
}

TEST_F(RobotsGateTest, RulesAreReadOverHttpTooWhereTheSiteSendsThere) {
  answers["https://a.example/robots.txt"] =
      Response{.status = 301, .headers = {{"location", "http://a.example/robots.txt"}}};
  answers["http://a.example/robots.txt"] = Response{.status = 200, .body = "User-agent: *\nDisallow: /\n"};
  EXPECT_FALSE(passes("/"));
}

TEST_F(RobotsGateTest, MoreRedirectsAndLoopsMeanThatThereAreNoRules) {
  const auto moved = [](std::string to) { return Response{.status = 301, .headers = {{"location", to}}}; };
  answers["https://a.example/robots.txt"] = moved("/0");
  for (int i = 0; i < 9; ++i)
    answers["https://a.example/" + std::to_string(i)] = moved("/" + std::to_string(i + 1));
  EXPECT_TRUE(passes("/"));
  EXPECT_EQ(asked.size(), 6u);
  clock.advance(24h);
  answers["https://a.example/robots.txt"] = moved("/robots.txt");
  EXPECT_TRUE(passes("/"));
}

TEST_F(RobotsGateTest, CrawlDelaysAreCapped) {
  site_says("User-agent: trawl\nCrawl-delay: 7\nUser-agent: *\nCrawl-delay: 3600\nDisallow:\n");
  policy.max_crawl_delay = 30s;
  EXPECT_EQ(pass("/"), 7s);
  policy.user_agent = "other";
  EXPECT_EQ(pass("/"), 30s);
}

TEST_F(RobotsGateTest, LinesOfAnyBytesAndLengthMakeReadableMessages) {
  site_says("User-agent: *\nDisallow\x1B[31m: /\xFF\nDisallow: /long" + std::string(1'000, 'x') + "*\n");
  EXPECT_EQ(refusal("/%ff").message, "line 2 of https://a.example/robots.txt: Disallow\\x1b[31m: /%FF");
  EXPECT_LT(refusal("/long" + std::string(1'000, 'x')).message.size(), 300u);
}

TEST_F(RobotsGateTest, OfAHugeFileTheBeginningCounts) {
  std::string text = "User-agent: *\nDisallow: /private\n" + std::string(600 << 10, '#') + "\n";
  site_says(text + "Disallow: /late\n");
  EXPECT_FALSE(passes("/private"));
  EXPECT_TRUE(passes("/late"));
}

}  // namespace
}  // namespace trawl::fetch
