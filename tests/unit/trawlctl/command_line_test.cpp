#include "cli/command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "trawlctl/run_name.hpp"
#include "trawlctl/verb.hpp"

namespace trawl::ctl {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Error refusal(const std::vector<std::string>& words) {
  const auto line = cli::parse_command_line(grammar(), words);
  EXPECT_FALSE(line) << "accepted";
  return line ? Error{} : line.error();
}

TEST(CommandLine, NounAloneIsItsListAndTwoWordsAreAVerb) {
  EXPECT_EQ(cli::parse_command_line(grammar(), {"runs"})->verb, "runs");
  EXPECT_EQ(cli::parse_command_line(grammar(), {"runs", "show", "3"})->verb, "runs show");
  EXPECT_THAT(cli::parse_command_line(grammar(), {"runs", "diff", "1", "2"})->arguments,
              ElementsAre("1", "2"));
}

TEST(CommandLine, PlatformsFollowTheRun) {
  const auto line = cli::parse_command_line(grammar(), {"retry", "last", "a", "b", "--dry-run"});
  ASSERT_TRUE(line);
  EXPECT_THAT(line->arguments, ElementsAre("last", "a", "b"));
  EXPECT_TRUE(line->has("--dry-run"));
}

TEST(CommandLine, FlagsOfEveryVerbMayComeFirst) {
  const auto line = cli::parse_command_line(grammar(), {"--socket", "/tmp/s", "runs", "-o", "json"});
  ASSERT_TRUE(line);
  EXPECT_EQ(line->value("--socket"), "/tmp/s");
  EXPECT_EQ(line->value("-o"), "json");
}

TEST(CommandLine, ValueMayFollowAnEqualsSign) {
  EXPECT_EQ(cli::parse_command_line(grammar(), {"runs", "--limit=5"})->integer("--limit", 50, 1, 500).value(),
            5);
}

TEST(CommandLine, MisspeltVerbsAndFlagsAreSuggested) {
  EXPECT_THAT(refusal({"rnu"}).message, HasSubstr("did you mean 'run'?"));
  EXPECT_THAT(refusal({"runs", "shwo"}).message, HasSubstr("did you mean 'show'?"));
  EXPECT_THAT(refusal({"schedules", "puase", "x"}).message, HasSubstr("did you mean 'pause'?"));
  EXPECT_THAT(refusal({"runs", "--stauts", "x"}).message, HasSubstr("did you mean '--status'?"));
}

TEST(CommandLine, MisuseIsRefusedWithExitCodeTwo) {
  const std::vector<std::vector<std::string>> misuses{{"retry"},
                                                      {"runs", "show"},
                                                      {"run", "--wait", "--watch"},
                                                      {"status", "extra"},
                                                      {"config"},
                                                      {"runs", "--limit"},
                                                      {"run", "--wait=yes"},
                                                      {"runs", "--limit", "1", "--limit", "2"},
                                                      {"runs", "diff", "1"},
                                                      {"runs", "diff", "1", "2", "3"}};
  for (const auto& words : misuses) EXPECT_EQ(info(refusal(words).code).exit, 2) << words[0];
}

TEST(CommandLine, NumbersHaveBounds) {
  EXPECT_FALSE(cli::parse_command_line(grammar(), {"runs", "--limit", "0"})->integer("--limit", 50, 1, 500));
  EXPECT_FALSE(
      cli::parse_command_line(grammar(), {"runs", "--limit", "501"})->integer("--limit", 50, 1, 500));
  EXPECT_FALSE(cli::parse_command_line(grammar(), {"runs", "--limit", "5x"})->integer("--limit", 50, 1, 500));
}

TEST(CommandLine, DoubleDashEndsFlags) {
  EXPECT_THAT(cli::parse_command_line(grammar(), {"run", "--", "--odd"})->arguments, ElementsAre("--odd"));
}

TEST(CommandLine, HelpNeedsNoArguments) {
  EXPECT_TRUE(cli::parse_command_line(grammar(), {"retry", "--help"})->help);
  EXPECT_TRUE(cli::parse_command_line(grammar(), {"help", "retry"})->help);
  EXPECT_TRUE(cli::parse_command_line(grammar(), {})->help);
  EXPECT_EQ(cli::parse_command_line(grammar(), {"config", "--help"})->topic, "config");
}

TEST(ParseRun, TakesNumbersAndTheNewest) {
  EXPECT_EQ(parse_run("42")->as_int64(), 42);
  EXPECT_EQ(parse_run("last")->as_string(), "last");
  EXPECT_EQ(parse_run("@latest-failed")->as_string(), "latest-failed");
  for (const char* text : {"0", "-1", "x", "", "1x", "99999999999999999999"})
    EXPECT_FALSE(parse_run(text)) << text;
}

}  // namespace
}  // namespace trawl::ctl
