#include "fetch/hosts/adaptive_delay.hpp"

#include <gtest/gtest.h>

namespace trawl::fetch {
namespace {

using namespace std::chrono_literals;

const model::FetchThrottle two_at_once{.target_concurrency = 2, .max_delay = 10s};

TEST(AdaptiveDelay, IsTheAverageOfThePreviousOneAndTheTarget) {
  AdaptiveDelay delay;
  delay.hear(4s, true, two_at_once, 1s);
  EXPECT_EQ(delay.current(), 1500ms);  // of 1 s and 4 s / 2
  delay.hear(4s, true, two_at_once, 1s);
  EXPECT_EQ(delay.current(), 1750ms);
}

TEST(AdaptiveDelay, StaysBetweenTheConfiguredDelayAndTheLimit) {
  AdaptiveDelay delay;
  for (int i = 0; i < 20; ++i) delay.hear(10min, true, two_at_once, 100ms);
  EXPECT_EQ(delay.current(), 10s);
  for (int i = 0; i < 40; ++i) delay.hear(1us, true, two_at_once, 100ms);
  EXPECT_EQ(delay.current(), 100ms);
  delay.hear(1us, true, {.max_delay = 10ms}, 100ms);
  EXPECT_EQ(delay.current(), 100ms) << "the configured delay wins over the limit";
}

TEST(AdaptiveDelay, ErrorsAnsweredFastDoNotLowerIt) {
  AdaptiveDelay delay;
  delay.hear(8s, true, two_at_once, 0ms);
  EXPECT_EQ(delay.current(), 2s);
  delay.hear(1ms, false, two_at_once, 0ms);
  EXPECT_EQ(delay.current(), 2s);
  delay.hear(8s, false, two_at_once, 0ms);
  EXPECT_EQ(delay.current(), 3s) << "but slow ones raise it";
}

}  // namespace
}  // namespace trawl::fetch
