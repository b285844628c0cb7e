#include "fetch/robots_cache.hpp"

#include <gtest/gtest.h>

#include <string>

namespace trawl::fetch {
namespace {

using namespace std::chrono_literals;

Origin site(int number) {
  return {"https", "site" + std::to_string(number) + ".example", 443};
}

std::shared_ptr<const SiteRobots> robots(std::size_t lines, Steady expires = Steady::max()) {
  std::string text = "User-agent: *\n";
  for (std::size_t i = 0; i < lines; ++i) text += "Disallow: /some/path\n";
  return std::make_shared<const SiteRobots>(
      SiteRobots{.rules = robots::Rules::parse(text), .expires = expires});
}

TEST(RobotsCacheTest, WhatHasExpiredIsForgotten) {
  RobotsCache cache({});
  const Steady now{};
  cache.put(site(1), robots(1, now + 1h));
  EXPECT_TRUE(cache.find(site(1), now + 59min));
  EXPECT_FALSE(cache.find(site(1), now + 1h));
  EXPECT_EQ(cache.sites(), 0u);
  EXPECT_EQ(cache.bytes(), 0u);
}

TEST(RobotsCacheTest, ThoseAskedAboutLongestAgoGoFirst) {
  RobotsCache cache({.sites = 2});
  for (const int number : {1, 2}) cache.put(site(number), robots(1));
  EXPECT_TRUE(cache.find(site(1), {}));
  cache.put(site(3), robots(1));
  EXPECT_TRUE(cache.find(site(1), {}));
  EXPECT_FALSE(cache.find(site(2), {}));
  EXPECT_TRUE(cache.find(site(3), {}));
}

TEST(RobotsCacheTest, LargeFilesPushOutOthersButNotThemselves) {
  RobotsCache cache({.bytes = 10'000});
  for (int number = 0; number < 5; ++number) cache.put(site(number), robots(1));
  cache.put(site(9), robots(5'000));
  EXPECT_EQ(cache.sites(), 1u);
  EXPECT_TRUE(cache.find(site(9), {}));
  cache.put(site(9), robots(1));
  EXPECT_LT(cache.bytes(), 1'000u);
}

}  // namespace
}  // namespace trawl::fetch
