// The retry rules R1-R12 and the table of refusals.
#include "model/retry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/lineages.hpp"

namespace trawl::model {
namespace {

using test::make_lineage;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using enum PlatformStatus;

// A configuration with platforms a, b, c, d in this order, all of which can run, unless told otherwise.
class Configured {
 public:
  Configured& disable(const std::string& platform) { return set(platform, Availability::disabled, ""); }
  Configured& remove(const std::string& platform) { return set(platform, Availability::unknown, "no longer configured"); }
  Configured& break_plugin(const std::string& platform) {
    return set(platform, Availability::unavailable, "plugin does not load");
  }
  PlatformState operator()(const std::string& platform) const {
    const auto found = states_.find(platform);
    return found == states_.end() ? PlatformState{} : found->second;
  }

 private:
  Configured& set(const std::string& platform, Availability availability, std::string reason) {
    states_[platform].availability = availability;
    states_[platform].reason = std::move(reason);
    return *this;
  }
  std::map<std::string, PlatformState> states_{{"a", {Availability::available, "", 0}},
                                               {"b", {Availability::available, "", 1}},
                                               {"c", {Availability::available, "", 2}},
                                               {"d", {Availability::available, "", 3}}};
};

Code refusal(const Result<RetryPlan>& plan) { return plan ? Code::internal_error : plan.error().code; }

// Run 1 = {a ok, b fail, c fail}, as in the worked table of rule R7.
Lineage root() { return make_lineage({{{"a", succeeded}, {"b", failed}, {"c", failed}}}); }

TEST(RetryR1, RefusesAnActiveRun) {
  const auto lineage = make_lineage({{{"a", succeeded}, {"b", running}}});
  EXPECT_EQ(refusal(plan_retry(lineage, {.run = 1}, Configured())), Code::run_active);
}

TEST(RetryR1, AcceptsEveryTerminalRun) {
  for (const RunStatus status : {RunStatus::partial, RunStatus::failed, RunStatus::cancelled, RunStatus::interrupted,
                                 RunStatus::expired}) {
    auto lineage = root();
    lineage.attempts[0].status = status;
    EXPECT_TRUE(plan_retry(lineage, {.run = 1}, Configured())) << name(status);
  }
}

TEST(RetryR1, AcceptsACompletedRunWhenPlatformsAreNamed) {
  const auto lineage = make_lineage({{{"a", succeeded}}});
  EXPECT_EQ(refusal(plan_retry(lineage, {.run = 1}, Configured())), Code::nothing_to_retry);
  EXPECT_TRUE(plan_retry(lineage, {.run = 1, .platforms = {"a"}}, Configured()));
}

TEST(RetryR3, DefaultSetHoldsEverythingWithoutSuccess) {
  const auto lineage =
      make_lineage({{{"a", succeeded}, {"b", not_run}, {"c", interrupted}, {"d", PlatformStatus::partial}}});
  EXPECT_THAT(plan_retry(lineage, {.run = 1}, Configured())->platforms, ElementsAre("b", "c", "d"));
}

TEST(RetryR4, NamedPlatformsFoldAndFollowTheConfiguration) {
  EXPECT_THAT(plan_retry(root(), {.run = 1, .platforms = {"c", "a", "c"}}, Configured())->platforms,
              ElementsAre("a", "c"));
}

TEST(RetryR5, AnEmptyListMeansTheDefaultSet) {
  EXPECT_THAT(plan_retry(root(), {.run = 1, .platforms = {}}, Configured())->platforms, ElementsAre("b", "c"));
}

TEST(RetryR6, ARetryOfARetryKeepsTheRootAndCountsAttempts) {
  auto lineage = make_lineage({{{"a", succeeded}, {"b", failed}}, {{"b", failed}}});
  const auto plan = plan_retry(lineage, {.run = 2}, Configured());
  EXPECT_EQ(plan->parent, 2);
  EXPECT_EQ(plan->root, 1);
  EXPECT_EQ(plan->attempt, 3);
  EXPECT_THAT(plan->platforms, ElementsAre("b"));
}

// The table of rule R7, step by step.
TEST(RetryR7, Vectors) {
  auto lineage = root();
  lineage.attempts.push_back(test::make_run(2, 2, {{"b", succeeded}, {"c", failed}}));
  EXPECT_THAT(plan_retry(lineage, {.run = 1}, Configured())->platforms, ElementsAre("c"));
  EXPECT_THAT(plan_retry(lineage, {.run = 2}, Configured())->platforms, ElementsAre("c"));

  lineage.attempts.push_back(test::make_run(3, 3, {{"c", succeeded}}));
  EXPECT_EQ(refusal(plan_retry(lineage, {.run = 1}, Configured())), Code::nothing_to_retry);
  EXPECT_EQ(refusal(plan_retry(lineage, {.run = 3}, Configured())), Code::nothing_to_retry);

  lineage.attempts.push_back(test::make_run(4, 4, {{"a", failed}}));
  EXPECT_EQ(refusal(plan_retry(lineage, {.run = 1}, Configured())), Code::nothing_to_retry);
  EXPECT_THAT(plan_retry(lineage, {.run = 4}, Configured())->platforms, ElementsAre("a"));
  EXPECT_THAT(plan_retry(lineage, {.run = 4, .platforms = {"b"}}, Configured())->platforms, ElementsAre("b"));
}

TEST(RetryR8, OverlappingRetriesAreRefusedAndDisjointOnesAreNot) {
  auto lineage = root();
  lineage.attempts.push_back(test::make_run(2, 2, {{"b", running}}));
  const auto plan = plan_retry(lineage, {.run = 1}, Configured());
  ASSERT_EQ(refusal(plan), Code::retry_active);
  EXPECT_EQ(plan.error().data.at("run_id"), 2);
  EXPECT_THAT(plan_retry(lineage, {.run = 1, .platforms = {"c"}}, Configured())->platforms, ElementsAre("c"));
}

TEST(RetryRefusal, UnknownPlatformListsWhatIsValid) {
  const auto plan = plan_retry(root(), {.run = 1, .platforms = {"bb"}}, Configured());
  ASSERT_EQ(refusal(plan), Code::unknown_platform);
  EXPECT_THAT(plan.error().message, HasSubstr("did you mean 'b'"));
  EXPECT_EQ(plan.error().data.at("valid").as_array().size(), 3u);
}

TEST(RetryRefusal, ConfiguredPlatformThatTheLineageNeverAskedFor) {
  EXPECT_EQ(refusal(plan_retry(root(), {.run = 1, .platforms = {"d"}}, Configured())), Code::platform_not_in_run);
}

TEST(RetryRefusal, NamedPlatformThatIsDisabledNeedsForce) {
  EXPECT_EQ(refusal(plan_retry(root(), {.run = 1, .platforms = {"b"}}, Configured().disable("b"))),
            Code::platform_disabled);
  EXPECT_TRUE(plan_retry(root(), {.run = 1, .platforms = {"b"}, .force = true}, Configured().disable("b")));
}

TEST(RetryRefusal, NamedPlatformThatIsGoneOrDoesNotLoad) {
  EXPECT_EQ(refusal(plan_retry(root(), {.run = 1, .platforms = {"b"}}, Configured().remove("b"))),
            Code::platform_unavailable);
  EXPECT_EQ(refusal(plan_retry(root(), {.run = 1, .platforms = {"b"}}, Configured().break_plugin("b"))),
            Code::platform_unavailable);
}

TEST(RetryRefusal, ImpliedPlatformsThatCannotRunAreSkippedWithTheirReason) {
  const auto plan = plan_retry(root(), {.run = 1}, Configured().disable("b"));
  ASSERT_TRUE(plan);
  EXPECT_THAT(plan->platforms, ElementsAre("c"));
  ASSERT_EQ(plan->skipped.size(), 1u);
  EXPECT_EQ(plan->skipped[0].name, "b");
  EXPECT_EQ(plan->skipped[0].reason, "disabled");
}

TEST(RetryRefusal, NothingIsLeftWhenAllImpliedPlatformsAreSkipped) {
  const auto plan = plan_retry(root(), {.run = 1}, Configured().disable("b").remove("c"));
  ASSERT_EQ(refusal(plan), Code::nothing_to_retry);
  EXPECT_EQ(plan.error().data.at("platforms_skipped").as_array().size(), 2u);
}

TEST(RetryRefusal, FiftyAttemptsAreEnough) {
  std::vector<test::Outcomes> attempts(50, {{"a", failed}});
  EXPECT_EQ(refusal(plan_retry(make_lineage(attempts), {.run = 1}, Configured())), Code::attempt_limit);
  attempts.pop_back();
  EXPECT_TRUE(plan_retry(make_lineage(attempts), {.run = 1}, Configured()));
}

TEST(RetryRefusal, UnknownRun) {
  EXPECT_EQ(refusal(plan_retry(root(), {.run = 9}, Configured())), Code::run_not_found);
}

TEST(RetryPreview, PreselectsExactlyThePlanOfTheDefaultSet) {
  auto lineage = root();
  lineage.attempts.push_back(test::make_run(2, 2, {{"b", succeeded}, {"c", failed}}));
  const auto preview = preview_retry(lineage, 1, Configured());
  std::vector<std::string> preselected;
  for (const auto& row : preview->rows)
    if (row.preselected) preselected.push_back(row.name);
  EXPECT_EQ(preselected, plan_retry(lineage, {.run = 1}, Configured())->platforms);
  EXPECT_EQ(preview->rows[1].succeeded_in, 2);
  EXPECT_EQ(preview->next_attempt, 3);
  EXPECT_FALSE(preview->refusal);
}

TEST(RetryPreview, SaysWhyARowCannotBeChosen) {
  auto lineage = root();
  lineage.attempts.push_back(test::make_run(2, 2, {{"b", running}}));
  const auto preview = preview_retry(lineage, 1, Configured().disable("c"));
  EXPECT_FALSE(preview->rows[1].selectable);
  EXPECT_THAT(preview->rows[1].reason, HasSubstr("run 2"));
  EXPECT_FALSE(preview->rows[2].selectable);
  EXPECT_EQ(preview->rows[2].reason, "disabled");
  EXPECT_EQ(preview->active_retry, 2);
}

}  // namespace
}  // namespace trawl::model
