#include "trawl-httpd/throttle.hpp"

#include <gtest/gtest.h>

namespace trawl::httpd {
namespace {

using std::chrono::seconds;

constexpr Steady noon{seconds(1'000'000)};

void fail_often(Throttle& throttle, const std::string& source, int times, Steady now) {
  for (int i = 0; i < times; ++i) throttle.failed(source, now);
}

TEST(Throttle, TheTenthFailureInAMinuteMakesTheSourceWaitForTheMinutesEnd) {
  Throttle throttle;
  fail_often(throttle, "a", 9, noon);
  EXPECT_FALSE(throttle.wait("a", noon));
  throttle.failed("a", noon + seconds(20));
  EXPECT_EQ(throttle.wait("a", noon + seconds(20)), seconds(40));
  EXPECT_FALSE(throttle.wait("a", noon + seconds(60)));
}

TEST(Throttle, OneSourcesFailuresAreNoOthers) {
  Throttle throttle;
  fail_often(throttle, "a", 10, noon);
  EXPECT_FALSE(throttle.wait("b", noon));
}

TEST(Throttle, CountingBeginsAnewAfterAMinute) {
  Throttle throttle;
  fail_often(throttle, "a", 10, noon);
  const Steady later = noon + seconds(60);
  fail_often(throttle, "a", 9, later);
  EXPECT_FALSE(throttle.wait("a", later));
  throttle.failed("a", later);
  EXPECT_EQ(throttle.wait("a", later), seconds(60));
}

TEST(Throttle, RemembersABoundedNumberOfSources) {
  Throttle throttle;
  fail_often(throttle, "old", 10, noon);
  for (std::size_t i = 0; i < 2 * Throttle::max_sources; ++i)
    throttle.failed("s" + std::to_string(i), noon + seconds(1));
  EXPECT_EQ(throttle.sources(), Throttle::max_sources);
  EXPECT_FALSE(throttle.wait("old", noon + seconds(1))) << "the oldest is forgotten";
}

}  // namespace
}  // namespace trawl::httpd
