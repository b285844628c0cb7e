// `fetch:`, and how a platform overrides it.
#include "tests/unit/settings/loading.hpp"

namespace trawl::settings {
namespace {

using namespace testing;
using std::chrono::seconds;

TEST(Fetch, EveryKeyIsRead) {
  const Settings settings = settings_of(R"(
fetch:
  user_agent: mybot/2 (+https://me.example)
  robots: ignore
  per_host: {connections: 4, delay: 250ms}
  max_connections: 64
  timeout: {connect: 1s, first_byte: 2s, total: 3s}
  max_body: 2MiB
  retry: {attempts: 5, backoff: 2s, max_backoff: 20s}
  allow_private: [127.0.0.0/8, "::1/128"]
  proxy: http://proxy.example:3128
  connect_to: ["::127.0.0.1:8080"]
)");
  const model::FetchPolicy& fetch = settings.fetch;
  EXPECT_EQ(settings.max_connections, 64);
  EXPECT_EQ(fetch.user_agent, "mybot/2 (+https://me.example)");
  EXPECT_FALSE(fetch.obey_robots);
  EXPECT_EQ(fetch.connections_per_host, 4);
  EXPECT_EQ(fetch.delay_per_host, Millis(250));
  EXPECT_EQ(fetch.timeout, (model::FetchTimeouts{seconds(1), seconds(2), seconds(3)}));
  EXPECT_EQ(fetch.max_body, 2U << 20);
  EXPECT_EQ(fetch.retry.attempts, 5);
  EXPECT_EQ(fetch.retry.max_backoff, seconds(20));
  EXPECT_THAT(fetch.allow_private, ElementsAre("127.0.0.0/8", "::1/128"));
  EXPECT_EQ(fetch.proxy, "http://proxy.example:3128");
  EXPECT_THAT(fetch.connect_to, ElementsAre("::127.0.0.1:8080"));
}

TEST(Fetch, EveryLimitOnHostilityIsRead) {
  const model::FetchPolicy fetch = settings_of(R"(
fetch:
  max_crawl_delay: 5s
  throttle: {target_concurrency: 2, max_delay: 30s}
  retry: {max_retry_after: 1m}
  max_bytes: 2GiB
  max_ratio: 50
  min_rate: 1KiB
  cookies: false
  cache: {size: 64MiB, fresh: true}
  allow_downgrade: true
  redact_query: [SID]
)")
                                       .fetch;
  EXPECT_EQ(fetch.max_crawl_delay, seconds(5));
  EXPECT_EQ(fetch.throttle, (model::FetchThrottle{2.0, seconds(30)}));
  EXPECT_EQ(fetch.retry.max_retry_after, seconds(60));
  EXPECT_EQ(fetch.max_bytes, 2ULL << 30);
  EXPECT_EQ(fetch.max_ratio, 50U);
  EXPECT_EQ(fetch.min_rate, 1024U);
  EXPECT_FALSE(fetch.cookies);
  EXPECT_EQ(fetch.cache_size, 64U << 20);
  EXPECT_TRUE(fetch.cache_fresh);
  EXPECT_TRUE(fetch.allow_downgrade);
  EXPECT_THAT(fetch.redact_query, ElementsAre("sid"));  // keys are compared in lower case
}

TEST(Fetch, APlatformCanTurnTheThrottleOff) {
  const Settings settings = settings_of(R"(
fetch: {throttle: {}}
platforms:
  a: {plugin: pages, config: {start: x}, fetch: {throttle: null}}
)");
  EXPECT_EQ(settings.fetch.throttle, model::FetchThrottle{});
  EXPECT_EQ(settings.platforms[0].fetch->throttle, std::nullopt);
}

TEST(Fetch, ThereIsNoCacheUntilItHasASize) {
  EXPECT_EQ(settings_of("fetch: {}").fetch.cache_size, 0U);
  EXPECT_EQ(settings_of("fetch: {cache: null}").fetch.cache_size, 0U);
}

TEST(Fetch, APlatformOverridesTheCacheKeyByKey) {
  const Settings settings = settings_of(R"(
fetch: {cache: {size: 64MiB, fresh: true}}
platforms:
  asks: {plugin: pages, config: {start: x}, fetch: {cache: {fresh: false}}}
  off: {plugin: pages, config: {start: x}, fetch: {cache: null}}
  none: {plugin: pages, config: {start: x}, fetch: {cache: {size: 0B}}}
)");
  EXPECT_EQ(settings.platforms[0].fetch->cache_size, 64U << 20);
  EXPECT_FALSE(settings.platforms[0].fetch->cache_fresh);
  EXPECT_EQ(settings.platforms[1].fetch->cache_size, 0U);
  EXPECT_FALSE(settings.platforms[1].fetch->cache_fresh);
  EXPECT_EQ(settings.platforms[2].fetch->cache_size, 0U);
}

TEST(Fetch, FaultsOfTheCacheNameTheKeyAndTheRemedy) {
  EXPECT_THAT(faults_of("fetch:\n  cache: 64MiB\n"),
              ElementsAre("2:10: fetch.cache: expected a map of keys and values, got the text '64MiB'"));
  EXPECT_THAT(faults_of("fetch:\n  cache: {sise: 1MiB, size: 64MB}\n"),
              UnorderedElementsAre(HasSubstr("2:11: unknown key 'sise' in fetch.cache, did you mean"),
                                   HasSubstr("fetch.cache.size: '64MB' is no size")));
  EXPECT_THAT(faults_of("fetch:\n  cache: {fresh: true}\n"), ElementsAre(HasSubstr("give a size too")));
}

TEST(Fetch, LimitsOnHostilityNameTheirFaults) {
  EXPECT_THAT(
      faults_of(R"(fetch:
  throttle: {target_concurency: 1, max_delay: 2}
  max_ratio: 0
  cookies: yes
  ca: {Intern.example: /etc/passwd}
)"),
      ElementsAre(HasSubstr("2:14: unknown key 'target_concurency' in fetch.throttle, did you mean"),
                  HasSubstr("2:47: fetch.throttle.max_delay: '2' is no duration"),
                  "3:14: fetch.max_ratio: expected an integer from 1 to 1000000, got 0",
                  HasSubstr("4:12: fetch.cookies: expected true or false"),
                  HasSubstr("5:8: fetch.ca: 'Intern.example' is no host"),
                  HasSubstr("5:24: fetch.ca.Intern.example: /etc/passwd is no list of certificates")));
}

TEST(Fetch, APlatformReplacesOnlyWhatItNames) {
  const Settings settings = settings_of(R"(
fetch: {timeout: {connect: 5s, total: 50s}, proxy: "http://p:1", allow_private: [10.0.0.0/8]}
platforms:
  plain: {plugin: pages, config: {start: a}}
  other: {plugin: pages, config: {start: a}, fetch: {timeout: {total: 5s}, proxy: null, allow_private: []}}
)");
  EXPECT_EQ(*settings.platforms[0].fetch, settings.fetch);
  const model::FetchPolicy& other = *settings.platforms[1].fetch;
  EXPECT_EQ(other.timeout.connect, seconds(5));
  EXPECT_EQ(other.timeout.total, seconds(5));
  EXPECT_EQ(other.proxy, "");
  EXPECT_TRUE(other.allow_private.empty());
}

TEST(Fetch, MaxConnectionsIsForTheDaemonAlone) {
  EXPECT_THAT(
      faults_of(
          "platforms:\n  a:\n    plugin: pages\n    config: {start: x}\n    fetch: {max_connections: 4}\n"),
      ElementsAre("5:30: platforms.a.fetch.max_connections: is for the whole daemon; it belongs under the "
                  "top-level fetch:"));
}

TEST(Fetch, FaultsNameTheKeyAndTheRemedy) {
  EXPECT_THAT(
      faults_of(R"(fetch:
  robots: yes
  max_body: 16MB
  per_host: {connections: 0}
  timeout: {total: 10, connect: 0s}
  connect_to: ["a:b"]
  allow_private: 10.0.0.0/8
  user_agent: "a\nb"
)"),
      ElementsAre("2:11: fetch.robots: expected one of obey, ignore, got the text 'yes'",
                  "3:13: fetch.max_body: '16MB' is no size; write it like 64KiB, 16MiB or 1GiB",
                  "4:27: fetch.per_host.connections: expected an integer from 1 to 64, got 0",
                  "5:20: fetch.timeout.total: '10' is no duration; write it like 250ms, 10s, 5m, 2h or 1d",
                  "5:33: fetch.timeout.connect: expected a duration from 1ms to 1h, got 0s",
                  "6:16: fetch.connect_to[0]: 'a:b' is no connection override; write it like "
                  "\"HOST:PORT:ADDRESS:PORT\", such as "
                  "\"::127.0.0.1:8080\"",
                  "7:18: fetch.allow_private: expected a list such as [a, b], got the text '10.0.0.0/8'",
                  "8:15: fetch.user_agent: expected at most 256 printable ASCII characters"));
}

TEST(Fetch, TheLongestBackoffIsNotTheShortest) {
  EXPECT_THAT(faults_of("fetch:\n  retry:\n    backoff: 2m\n"),
              ElementsAre("2:3: fetch.retry: max_backoff (1m) is shorter than backoff (2m)"));
}

}  // namespace
}  // namespace trawl::settings
