// The cache in its place: between a plugin's request and a host that is scripted.
#include "fetch/cache/http_cache.hpp"

#include <gmock/gmock.h>

#include <deque>
#include <fstream>

#include "fetch/field.hpp"
#include "fetch/polite_fetcher.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/session.hpp"
#include "tests/support/temp_dir.hpp"

namespace trawl::fetch {
namespace {

using namespace std::chrono_literals;
using Outcome = std::expected<Response, Failure>;

struct Host final : Transport {
  struct Log {
    std::deque<Response> answers;
    std::vector<Request> asked;
  };
  explicit Host(Log& log) : log_(log) {}

  Task<Outcome> exchange(const Hop& hop, Session&, std::stop_token) override {
    log_.asked.push_back(hop.request);
    Response answer = std::move(log_.answers.front());
    log_.answers.pop_front();
    co_return answer;
  }
  Log& log_;
};

struct HttpCacheTest : testing::Test {
  Metrics metrics;
  asio::io_context io;
  test::FakeClock clock{io};
  test::TempDir home;
  Host::Log host;
  model::FetchPolicy policy;
  std::unique_ptr<PoliteFetcher> fetcher;

  HttpCacheTest() { restart(), policy.cache_size = 1 << 20, policy.retry.attempts = 1, policy.obey_robots = false; }

  void restart() {
    fetcher = std::make_unique<PoliteFetcher>(
        clock, std::make_unique<Host>(host), HostQueue::Limits{}, [] { return 0.5; }, metrics,
        home.path() / "cache");
  }

  Response fetch(Response answer, Request request = {.url = "http://ann:secret@a.example/"},
                 std::string platform = "shop") {
    host.answers = {std::move(answer)};
    auto session =
        std::make_shared<Session>(std::move(platform), std::make_shared<const model::FetchPolicy>(policy));
    return clock.finish(fetcher->fetch(std::move(request), std::move(session), {})).value();
  }

  std::string_view sent(std::string_view name) const { return first_field(host.asked.back().headers, name); }

  std::vector<std::filesystem::path> files() const {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(home.path()))
      if (entry.is_regular_file()) found.push_back(entry.path());
    return found;
  }
};

const Response tagged{.status = 200, .headers = {{"etag", "\"1\""}, {"x-old", "1"}}, .body = "page"};
const Response unchanged{.status = 304, .headers = {{"etag", "\"1\""}, {"x-new", "2"}}};

TEST_F(HttpCacheTest, TheNextRunAsksWhetherThePageHasChanged) {
  EXPECT_FALSE(fetch(tagged).from_cache);
  EXPECT_EQ(sent("if-none-match"), "");
  restart();
  const Response again = fetch(unchanged);
  EXPECT_EQ(sent("if-none-match"), "\"1\"");
  EXPECT_TRUE(again.from_cache);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, "page");
  EXPECT_EQ(again.url, "http://a.example/");
  EXPECT_EQ(first_field(again.headers, "x-old"), "1");
  EXPECT_EQ(first_field(again.headers, "x-new"), "2");
  EXPECT_EQ(metrics.cache_confirmed, 1u);
}

TEST_F(HttpCacheTest, AnotherPlatformIsToldNothing) {
  fetch(tagged);
  fetch(tagged, {.url = "http://ann:secret@a.example/"}, "rival");
  EXPECT_EQ(sent("if-none-match"), "");
}

TEST_F(HttpCacheTest, AChangedPageReplacesTheStoredOne) {
  fetch(tagged);
  EXPECT_EQ(fetch({.status = 200, .headers = {{"etag", "\"2\""}}, .body = "new"}).body, "new");
  EXPECT_EQ(fetch({.status = 304}).body, "new");
  EXPECT_EQ(sent("if-none-match"), "\"2\"");
}

TEST_F(HttpCacheTest, ABusyHostDoesNotCostTheStoredPage) {
  fetch(tagged);
  EXPECT_EQ(fetch({.status = 503}).status, 503);
  EXPECT_TRUE(fetch(unchanged).from_cache);
}

TEST_F(HttpCacheTest, APluginCanInsistOnTheOrigin) {
  fetch(tagged);
  fetch(tagged, {.url = "http://ann:secret@a.example/", .bypass_cache = true});
  EXPECT_EQ(sent("if-none-match"), "");
  EXPECT_EQ(sent("cache-control"), "no-cache");
  EXPECT_TRUE(fetch(unchanged).from_cache);
}

TEST_F(HttpCacheTest, ConditionsDoNotFollowARedirect) {
  fetch(tagged);
  host.asked.clear();
  host.answers = {Response{.status = 302, .headers = {{"location", "/b"}}}};
  auto session = test::session_of(policy);
  host.answers.push_back({.status = 200, .body = "b"});
  const auto outcome = clock.finish(fetcher->fetch({.url = "http://ann:secret@a.example/"}, session, {}));
  ASSERT_TRUE(outcome);
  ASSERT_EQ(host.asked.size(), 2u);
  EXPECT_TRUE(has_field(host.asked[0].headers, "if-none-match"));
  EXPECT_FALSE(has_field(host.asked[1].headers, "if-none-match"));
}

TEST_F(HttpCacheTest, AFreshPageIsServedWithoutTheHostOnlyWhereThePolicySaysSo) {
  const Response fresh{
      .status = 200, .headers = {{"cache-control", "max-age=60"}, {"etag", "\"1\""}}, .body = "page"};
  fetch(fresh);
  policy.cache_fresh = true;
  clock.advance(10s);
  const Response served = fetch(unchanged);
  EXPECT_EQ(host.asked.size(), 1u);
  EXPECT_TRUE(served.from_cache);
  EXPECT_EQ(first_field(served.headers, "age"), "10");
  clock.advance(60s);
  fetch(unchanged);
  EXPECT_EQ(host.asked.size(), 2u);
}

TEST_F(HttpCacheTest, NoSecretReachesTheDisk) {
  Response answer = tagged;
  answer.headers.emplace_back("set-cookie", "sid=secret");
  answer.headers.emplace_back("vary", "X-Key");
  fetch(answer, {.url = "http://ann:secret@a.example/", .headers = {{"X-Key", "secret"}}});
  ASSERT_EQ(files().size(), 1u);
  std::ifstream file(files().front());
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  EXPECT_EQ(bytes.find("secret"), std::string::npos) << "so small a text is stored as it is";
  EXPECT_EQ(files().front().string().find("secret"), std::string::npos);
}

TEST_F(HttpCacheTest, ADamagedFileIsAPageThatIsNotThere) {
  fetch(tagged);
  std::ofstream(files().front()) << "damaged";
  restart();
  EXPECT_EQ(fetch({.status = 200, .body = "whole"}).body, "whole");
  EXPECT_EQ(sent("if-none-match"), "");
  EXPECT_TRUE(files().empty());
}

TEST_F(HttpCacheTest, WithoutASizeNothingIsKept) {
  policy.cache_size = 0;
  fetch(tagged);
  EXPECT_TRUE(files().empty());
}

TEST_F(HttpCacheTest, ADiskThatTakesNothingMakesItQuietForAWhile) {
  std::ofstream(home / "cache") << "in the way";
  fetch(tagged);
  fetch(tagged);
  EXPECT_EQ(metrics.cache_write_failures, 1u);
  std::filesystem::remove(home / "cache");
  clock.advance(6min);
  fetch(tagged);
  EXPECT_TRUE(fetch(unchanged).from_cache);
}

}  // namespace
}  // namespace trawl::fetch
