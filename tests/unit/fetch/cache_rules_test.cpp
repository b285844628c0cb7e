#include "fetch/cache/rules.hpp"

#include <gmock/gmock.h>

#include "fetch/cache/freshness.hpp"

namespace trawl::fetch {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Time now{Millis{1'795'442'400'000}};

struct CacheRules : testing::Test {
  Request request;
  CacheContext context;

  std::optional<StoredResponse> stored(std::vector<Header> headers, int status = 200) const {
    return storable(request, Response{.status = status, .headers = std::move(headers)}, context, now);
  }
};

TEST_F(CacheRules, APageIsAskedForEvenWithinItsLifetime) {
  const auto page = stored({{"cache-control", "max-age=3600"}, {"etag", "\"1\""}});
  ASSERT_TRUE(page);
  EXPECT_EQ(reuse_of(*page, request, context, now), Reuse::validate);
  context.cache_fresh = true;
  EXPECT_EQ(reuse_of(*page, request, context, now), Reuse::serve);
  EXPECT_EQ(reuse_of(*page, request, context, now + 3601s), Reuse::validate);
}

TEST_F(CacheRules, WhatCanNeverBeOfUseIsNotStored) {
  EXPECT_FALSE(stored({}));
  EXPECT_FALSE(stored({{"cache-control", "max-age=3600"}})) << "it would be asked for without a condition";
  context.cache_fresh = true;
  EXPECT_TRUE(stored({{"cache-control", "max-age=3600"}}));
  EXPECT_FALSE(stored({{"cache-control", "max-age=0"}}));
}

TEST_F(CacheRules, TroubleAndPartsAreNotStored) {
  for (const int status : {206, 304, 408, 429, 500, 503}) EXPECT_FALSE(stored({{"etag", "\"1\""}}, status));
}

TEST_F(CacheRules, APageThatSetCookiesIsNeverServedWithoutAsking) {
  context.cache_fresh = true;
  const auto page =
      stored({{"cache-control", "max-age=3600"}, {"etag", "\"1\""}, {"set-cookie", "sid=secret"}});
  ASSERT_TRUE(page);
  EXPECT_EQ(reuse_of(*page, request, context, now), Reuse::validate);
  for (const Header& header : page->headers) EXPECT_NE(header.first, "set-cookie");
}

TEST_F(CacheRules, WhereTheJarDecidesOnlyAnEntityTagCanTell) {
  context.own.cookies = true;
  const auto page =
      stored({{"vary", "Cookie"}, {"etag", "\"1\""}, {"last-modified", "Sun, 22 Nov 2026 00:00:00 GMT"}});
  ASSERT_TRUE(page);
  EXPECT_THAT(validators_of(*page, request, context), ElementsAre(Header{"If-None-Match", "\"1\""}));
  EXPECT_FALSE(stored({{"vary", "Cookie"}, {"last-modified", "Sun, 22 Nov 2026 00:00:00 GMT"}}));
}

TEST_F(CacheRules, AChangedUserAgentIsAnotherVariant) {
  const auto page = stored({{"vary", "User-Agent"}, {"last-modified", "Sun, 22 Nov 2026 00:00:00 GMT"}});
  ASSERT_TRUE(page);
  EXPECT_EQ(validators_of(*page, request, context).size(), 1u);
  context.own.user_agent = "other";
  EXPECT_THAT(validators_of(*page, request, context), IsEmpty());
}

TEST_F(CacheRules, APluginsOwnConditionsPassTheCacheBy) {
  for (const char* name : {"If-None-Match", "if-modified-since", "Range"}) {
    const CacheWishes wishes = wishes_of({.headers = {{name, "x"}}});
    EXPECT_FALSE(wishes.read || wishes.store) << name;
  }
}

TEST_F(CacheRules, BypassingStoresButDoesNotRead) {
  const CacheWishes wishes = wishes_of({.bypass_cache = true});
  EXPECT_FALSE(wishes.read);
  EXPECT_TRUE(wishes.store);
}

TEST_F(CacheRules, AClockSetBackMakesEverythingOld) {
  context.cache_fresh = true;
  const auto page = stored({{"cache-control", "max-age=3600"}, {"etag", "\"1\""}});
  EXPECT_EQ(age_of(*page, now - 24h), longest_age);
  EXPECT_EQ(reuse_of(*page, request, context, now - 24h), Reuse::validate);
}

TEST_F(CacheRules, SuccessfulOrdersInvalidate) {
  EXPECT_TRUE(invalidates("POST", 200));
  EXPECT_TRUE(invalidates("DELETE", 303));
  EXPECT_FALSE(invalidates("POST", 500));
  EXPECT_FALSE(invalidates("HEAD", 200));
}

}  // namespace
}  // namespace trawl::fetch
