// A plugin is asked about a configuration in a worker of its own; whatever it does there stays there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <optional>

#include "tests/unit/worker/conversation.hpp"
#include "wire/check_limits.hpp"
#include "worker/config_checks.hpp"
#include "worker/process_launcher.hpp"

namespace trawl::worker {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::filesystem::path picky = fixture_folder / "picky.so";

std::vector<ConfigVerdict> check_all_here(std::vector<ConfigQuestion> questions) {
  asio::io_context io;
  const auto launcher = make_process_launcher(io.get_executor(), worker_program);
  std::vector<ConfigVerdict> verdicts;
  const auto ask = [&]() -> Task<> {
    auto checking = check_all(*launcher, std::move(questions));
    verdicts = co_await std::move(checking);
  };
  spawn(io.get_executor(), "test", ask);
  io.run();
  return verdicts;
}

ConfigVerdict check(const std::string& word, const std::filesystem::path& file = picky,
                    const std::string& plugin = "picky") {
  return check_all_here({{file, plugin, "{\"how\": \"" + word + "\"}"}}).at(0);
}

std::string failure_of(const std::string& word) {
  const auto verdict = check(word);
  return verdict ? "it was judged" : verdict.error().message;
}

std::vector<ConfigFault> faults_of(const std::string& word) {
  auto verdict = check(word);
  EXPECT_TRUE(verdict.has_value()) << verdict.error().message;
  return verdict ? *verdict : std::vector<ConfigFault>{};
}

TEST(Check, NothingIsSaidAgainstAGoodConfiguration) {
  EXPECT_THAT(faults_of("good"), IsEmpty());
}

TEST(Check, AllFaultsComeAtOnceInTheirOrder) {
  EXPECT_THAT(faults_of("twice"), ElementsAre(ConfigFault{"/a", "first"}, ConfigFault{"/b", "second"}));
}

TEST(Check, APluginThatDoesNotCheckHasNothingAgainstAnything) {
  const auto verdict = check("good", fixture_folder / "hostile.so", "hostile");
  ASSERT_TRUE(verdict.has_value()) << verdict.error().message;
  EXPECT_THAT(*verdict, IsEmpty());
}

TEST(Check, ACrashNamesPluginAndFile) {
  EXPECT_THAT(failure_of("crash"),
              AllOf(HasSubstr("'picky'"), HasSubstr("picky.so"), HasSubstr("ended its process with SIG")));
}

TEST(Check, ALoopIsEndedByItsProcessorTime) {
  EXPECT_THAT(failure_of("spin"),
              AllOf(HasSubstr("'picky'"), AnyOf(HasSubstr("SIGXCPU"), HasSubstr("in time"))));
}

TEST(Check, AHangIsKilled) {
  EXPECT_THAT(failure_of("sleep"), AllOf(HasSubstr("'picky'"), HasSubstr("in time, and was killed")));
}

TEST(Check, LeavingTheProcessIsNoConsent) {
  EXPECT_THAT(failure_of("leave"), HasSubstr("left its process"));
}

TEST(Check, AForgedAnswerIsNoListOfFaults) {
  EXPECT_THAT(failure_of("garbage"), HasSubstr("is no list of faults"));
}

TEST(Check, WhatAPluginPrintsIsNotTheAnswer) {
  EXPECT_THAT(faults_of("print"), IsEmpty());
}

TEST(Check, APluginThatCannotJudgeIsQuoted) {
  EXPECT_THAT(failure_of("unable"), HasSubstr("could not check a configuration: the dictionary is missing"));
}

TEST(Check, TenThousandComplaintsAreBounded) {
  const auto faults = faults_of("often");
  ASSERT_EQ(faults.size(), wire::max_complaints + 1);
  EXPECT_EQ(faults.front().text.size(), wire::max_complaint_text);
  EXPECT_EQ(faults.back(), (ConfigFault{"", "9900 more faults are not shown"}));
}

TEST(Check, BytesThatAreNoTextAndNoTextAtAllAreShownSomehow) {
  EXPECT_THAT(faults_of("bytes"), ElementsAre(ConfigFault{"??", "??"}));
  EXPECT_THAT(faults_of("silent"),
              ElementsAre(ConfigFault{"/what", "the plugin refuses this without a reason"}));
}

TEST(Check, AnUnknownPluginIsNamedWithThoseThereAre) {
  const auto verdict = check("good", picky, "choosy");
  ASSERT_FALSE(verdict.has_value());
  EXPECT_THAT(verdict.error().message, HasSubstr("has no plugin 'choosy'; it has 'picky'"));
}

TEST(Check, ALargeConfigurationArrivesWhole) {
  const auto verdict = check_all_here(
      {{picky, "picky", "{\"text\": \"" + std::string(1u << 20, 'x') + "\", \"how\": \"twice\"}"}});
  ASSERT_TRUE(verdict.at(0).has_value()) << verdict.at(0).error().message;
  EXPECT_EQ(verdict.at(0)->size(), 2u);
}

TEST(CheckAll, VerdictsComeInTheOrderOfTheQuestionsWhateverOneOfThemDoes) {
  std::vector<ConfigQuestion> questions;
  for (int i = 0; i < 20; ++i)
    questions.push_back({picky, "picky",
                         i == 3  ? R"({"how": "crash"})"
                         : i % 2 ? R"({"how": "twice"})"
                                 : "{}"});
  const auto verdicts = check_all_here(std::move(questions));
  ASSERT_EQ(verdicts.size(), 20u);
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    ASSERT_EQ(verdicts[i].has_value(), i != 3) << i;
    if (i != 3) EXPECT_EQ(verdicts[i]->size(), i % 2 ? 2u : 0u) << i;
  }
}

}  // namespace
}  // namespace trawl::worker
