// The fixed delay of a schedule on a machine.
#include "model/cadence/splay.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <string>

namespace trawl::model {
namespace {

using namespace std::chrono_literals;

constexpr auto machine = "0123456789abcdef0123456789abcdef";

TEST(Splay, NeverChangesBetweenReleases) {
  EXPECT_EQ(splay_offset(machine, "hourly", 5min), 26386ms);
  EXPECT_EQ(splay_offset(machine, "daily", 5min), 179587ms);
}

TEST(Splay, StaysBelowItsMaximum) {
  for (int i = 0; i < 1000; ++i) {
    const Millis offset = splay_offset(machine, "job-" + std::to_string(i), 7ms);
    EXPECT_GE(offset, 0ms);
    EXPECT_LT(offset, 7ms);
  }
  EXPECT_EQ(splay_offset(machine, "hourly", 0ms), 0ms);
  EXPECT_EQ(splay_offset(machine, "hourly", -5ms), 0ms);
}

TEST(Splay, DependsOnMachineAndScheduleAndWhereOneEnds) {
  EXPECT_NE(splay_offset("a", "hourly", 24h), splay_offset("b", "hourly", 24h));
  EXPECT_NE(splay_offset("a", "hourly", 24h), splay_offset("a", "daily", 24h));
  EXPECT_NE(splay_offset("ab", "c", 24h), splay_offset("a", "bc", 24h));
}

TEST(Splay, SpreadsSimilarNamesEvenly) {
  std::array<int, 10> tenths{};
  for (int i = 0; i < 10'000; ++i)
    ++tenths.at(
        static_cast<std::size_t>(splay_offset(machine, "job-" + std::to_string(i), 1000ms).count() / 100));
  for (const int count : tenths) EXPECT_NEAR(count, 1000, 150);
}

}  // namespace
}  // namespace trawl::model
