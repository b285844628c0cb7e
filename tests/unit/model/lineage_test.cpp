// The effective result over a run and its retries.
#include "model/lineage.hpp"

#include <gtest/gtest.h>

#include "tests/support/lineages.hpp"

namespace trawl::model {
namespace {

using test::make_lineage;
using enum PlatformStatus;

TEST(EffectiveResult, TakesTheNewestSuccess) {
  const auto lineage = make_lineage({{{"a", failed}}, {{"a", succeeded}}, {{"a", succeeded}}});
  EXPECT_EQ(effective_outcome(lineage, 1, "a")->run, 3);
}

TEST(EffectiveResult, ALaterFailureDoesNotUndoASuccess) {
  const auto lineage = make_lineage({{{"a", succeeded}, {"b", failed}}, {{"a", failed}}});
  EXPECT_EQ(effective_outcome(lineage, 1, "a")->run, 1);
  EXPECT_EQ(effective_outcome(lineage, 1, "a")->outcome.status, succeeded);
}

TEST(EffectiveResult, APartialResultBeatsANewerFailure) {
  const auto lineage = make_lineage({{{"a", PlatformStatus::partial}}, {{"a", failed}}});
  EXPECT_EQ(effective_outcome(lineage, 1, "a")->run, 1);
}

TEST(EffectiveResult, WithoutAnySuccessTheNewestAttemptCounts) {
  const auto lineage = make_lineage({{{"a", failed}}, {{"a", interrupted}}});
  EXPECT_EQ(effective_outcome(lineage, 1, "a")->outcome.status, interrupted);
}

TEST(EffectiveStatus, IsCompletedWhenRetriesBroughtEverythingToSuccess) {
  const auto lineage = make_lineage({{{"a", succeeded}, {"b", failed}, {"c", failed}}, {{"b", succeeded}}, {{"c", succeeded}}});
  EXPECT_EQ(lineage.root().status, RunStatus::partial);
  EXPECT_EQ(effective_status(lineage, 1), RunStatus::completed);
}

TEST(EffectiveStatus, LooksAtLaterAttemptsOnly) {
  const auto lineage = make_lineage({{{"a", succeeded}, {"b", failed}}, {{"a", failed}}});
  EXPECT_EQ(effective_status(lineage, 2), RunStatus::failed);
  EXPECT_EQ(effective_status(lineage, 1), RunStatus::partial);
}

TEST(EffectiveStatus, OfACancelledRunStaysUntilSomethingIsRetried) {
  auto lineage = make_lineage({{{"a", succeeded}, {"b", cancelled}}});
  lineage.attempts[0].status = RunStatus::cancelled;
  EXPECT_EQ(effective_status(lineage, 1), RunStatus::cancelled);
  lineage.attempts.push_back(test::make_run(2, 2, {{"b", succeeded}}));
  EXPECT_EQ(effective_status(lineage, 1), RunStatus::completed);
}

TEST(Unsucceeded, IsEmptyExactlyWhenTheEffectiveStatusOfTheRootIsCompleted) {
  const std::vector<PlatformStatus> every{succeeded, PlatformStatus::partial, failed, cancelled, interrupted, not_run};
  for (const auto a1 : every)
    for (const auto b1 : every)
      for (const auto b2 : every) {
        const auto lineage = make_lineage({{{"a", a1}, {"b", b1}}, {{"b", b2}}});
        EXPECT_EQ(unsucceeded(lineage, 1).empty(), effective_status(lineage, 1) == RunStatus::completed);
      }
}

}  // namespace
}  // namespace trawl::model
