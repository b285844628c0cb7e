// The state machine and the verdict (a run's status follows from its platforms).
#include "model/status.hpp"

#include <gtest/gtest.h>

#include <array>

namespace trawl::model {
namespace {

using enum PlatformStatus;

constexpr std::array every_run_status{RunStatus::queued,    RunStatus::running,     RunStatus::completed,
                                      RunStatus::partial,   RunStatus::failed,      RunStatus::cancelled,
                                      RunStatus::interrupted, RunStatus::expired};

RunStatus verdict_of(std::initializer_list<PlatformStatus> statuses) {
  return verdict(std::vector<PlatformStatus>(statuses));
}

TEST(RunVerdict, CompletedOnlyWhenEveryPlatformSucceeded) {
  EXPECT_EQ(verdict_of({succeeded, succeeded}), RunStatus::completed);
  EXPECT_NE(verdict_of({succeeded, PlatformStatus::partial}), RunStatus::completed);
  EXPECT_NE(verdict_of({succeeded, not_run}), RunStatus::completed);
}

TEST(RunVerdict, FailedWhenNoPlatformBroughtAnything) {
  EXPECT_EQ(verdict_of({failed, interrupted, cancelled, not_run}), RunStatus::failed);
  EXPECT_EQ(verdict_of({failed}), RunStatus::failed);
}

TEST(RunVerdict, PartialOtherwise) {
  EXPECT_EQ(verdict_of({succeeded, failed}), RunStatus::partial);
  EXPECT_EQ(verdict_of({PlatformStatus::partial}), RunStatus::partial);
  EXPECT_EQ(verdict_of({PlatformStatus::partial, failed}), RunStatus::partial);
}

TEST(RunStates, TerminalStatesNeverChange) {
  for (const RunStatus from : every_run_status)
    for (const RunStatus to : every_run_status)
      if (is_terminal(from)) EXPECT_FALSE(may_follow(from, to)) << name(from) << " to " << name(to);
}

TEST(RunStates, AQueuedRunStartsOrEndsWithoutStarting) {
  EXPECT_TRUE(may_follow(RunStatus::queued, RunStatus::running));
  EXPECT_TRUE(may_follow(RunStatus::queued, RunStatus::cancelled));
  EXPECT_TRUE(may_follow(RunStatus::queued, RunStatus::expired));
  EXPECT_FALSE(may_follow(RunStatus::queued, RunStatus::completed));
}

TEST(RunStates, OnlyAQueuedRunExpires) { EXPECT_FALSE(may_follow(RunStatus::running, RunStatus::expired)); }

TEST(PlatformStates, APendingPlatformCannotSucceedWithoutRunning) {
  EXPECT_FALSE(may_follow(pending, succeeded));
  EXPECT_TRUE(may_follow(running, succeeded));
  EXPECT_FALSE(may_follow(succeeded, failed));
}

TEST(StatusNames, ReadBackAsThemselvesAndPendingMeansQueued) {
  for (const RunStatus status : every_run_status) EXPECT_EQ(find_run_status(name(status)), status);
  EXPECT_EQ(find_run_status("pending"), RunStatus::queued);
  EXPECT_EQ(find_run_status("done"), std::nullopt);
}

}  // namespace
}  // namespace trawl::model
