#include "cli/usage.hpp"

#include <gtest/gtest.h>

namespace trawl::cli {
namespace {

TEST(Usage, ReadsRequiredOptionalAndRepeatedArguments) {
  const Usage usage = parse_usage("RUN [PLATFORM...]");
  ASSERT_EQ(usage.arguments.size(), 2U);
  EXPECT_TRUE(usage.arguments[0].required);
  EXPECT_FALSE(usage.arguments[1].required);
  EXPECT_EQ(usage.arguments[1].name, "PLATFORM");
  EXPECT_TRUE(usage.takes_any_number());
  EXPECT_EQ(usage.least_arguments(), 1U);
}

TEST(Usage, TellsSwitchesFromFlagsWithAValue) {
  const Usage usage = parse_usage("[--schedule NAME] [--dry-run]");
  EXPECT_EQ(usage.find("--schedule")->value, "NAME");
  EXPECT_EQ(usage.find("--dry-run")->value, "");
  EXPECT_EQ(usage.find("--other"), nullptr);
  EXPECT_TRUE(usage.arguments.empty());
}

TEST(Usage, FlagsOfOneBracketAreAChoice) {
  const Usage usage = parse_usage("[--limit N] [--wait | --watch]");
  EXPECT_EQ(usage.find("--wait")->choice, usage.find("--watch")->choice);
  EXPECT_NE(usage.find("--wait")->choice, usage.find("--limit")->choice);
}

}  // namespace
}  // namespace trawl::cli
