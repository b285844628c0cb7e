#include "base/random.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace trawl {
namespace {

TEST(Random, HasTwoDigitsPerByte) {
  EXPECT_EQ(random_hex(0), "");
  EXPECT_THAT(random_hex(1), testing::MatchesRegex("[0-9a-f][0-9a-f]"));
  EXPECT_EQ(random_hex(256).size(), 512U);
}

TEST(Random, IsNeverTheSame) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(random_hex(16)).second);
}

// A digit that never comes would cost bits.
TEST(Random, HasEveryDigit) {
  const std::string text = random_hex(256) + random_hex(256);
  for (const char digit : std::string_view("0123456789abcdef"))
    EXPECT_NE(text.find(digit), text.npos) << digit;
}

}  // namespace
}  // namespace trawl
