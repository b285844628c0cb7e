// Whole runs and retries, with scripted workers and network and the real store.
#include "engine/runs.hpp"

#include <gmock/gmock.h>

#include "tests/unit/engine/engine_scene.hpp"

namespace trawl::engine {
namespace {

using model::PlatformStatus;
using model::RunStatus;
using test::crashes;
using test::fetches;
using test::hangs;
using test::succeeds;
using testing::ElementsAre;
using testing::HasSubstr;

using RunsTest = test::EngineScene;

TEST_F(RunsTest, EveryPlatformSucceedsAndTheRunIsCompleted) {
  configure({"a", "b"});
  const auto run = run_to_end();
  EXPECT_EQ(run.status, RunStatus::completed);
  EXPECT_EQ(run.platforms[0].items.added, 1);
}

TEST_F(RunsTest, OnePlatformThatCrashesDoesNotTouchTheOthers) {
  configure({"a", "b", "c"});
  launcher_.script("b", {crashes()});
  const auto run = run_to_end();
  EXPECT_EQ(run.status, RunStatus::partial);
  EXPECT_EQ(status(run, "a"), PlatformStatus::succeeded);
  EXPECT_EQ(status(run, "b"), PlatformStatus::failed);
  EXPECT_EQ(status(run, "c"), PlatformStatus::succeeded);
}

TEST_F(RunsTest, ARetryLaunchesAndFetchesOnlyWhatFailed) {
  configure({"a", "b", "c"});
  launcher_.script("a", {fetches("http://a/")});
  launcher_.script("b", {fetches("http://b/")});
  launcher_.script("c", {crashes(), succeeds()});
  fetcher_.statuses["http://b/"] = 503;
  const auto first = run_to_end();
  EXPECT_EQ(first.status, RunStatus::partial);

  fetcher_.statuses.clear();
  fetcher_.asked.clear();
  const auto retry = await(runs_->retry({.run = first.id}, {}));
  ASSERT_TRUE(retry);
  EXPECT_EQ(retry->run.trigger, "retry:1");
  EXPECT_EQ(finished(retry->run.id).status, RunStatus::completed);
  EXPECT_THAT(fetcher_.asked, ElementsAre("http://b/"));
  EXPECT_EQ(launcher_.launches("a"), 1);
  EXPECT_EQ(launcher_.launches("c"), 2);

  const auto lineage = await(store_->load_lineage(first.id)).value();
  EXPECT_EQ(model::effective_status(lineage, first.id), RunStatus::completed);
  EXPECT_EQ(lineage.root().status, RunStatus::partial) << "the original stays as it was";
}

TEST_F(RunsTest, ACrashGetsAnotherAttemptWithinTheRun) {
  tries_ = 2;
  configure({"a"});
  test::Script half{{wire::ToDaemon(wire::Item{"item", "stale", "{}"})}, {.signal = 11}};
  launcher_.script("a", {half, succeeds(3)});
  const auto run = run_to_end();
  EXPECT_EQ(run.status, RunStatus::completed);
  EXPECT_EQ(run.platforms[0].tries, 2);
  EXPECT_EQ(run.platforms[0].items.total, 3) << "what the crashed attempt had found is dropped";
  const auto errors = await(store_->list_errors({.run = run.id})).value();
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].record.severity, model::Severity::warning);
  EXPECT_EQ(errors[0].record.message, "attempt 1: signal 11 (Segmentation fault)");
}

TEST_F(RunsTest, TheLastAttemptDecides) {
  tries_ = 3;
  configure({"a"});
  launcher_.script("a", {crashes()});
  const auto run = run_to_end();
  EXPECT_EQ(run.status, RunStatus::failed);
  EXPECT_EQ(run.platforms[0].tries, 3);
  EXPECT_EQ(run.platforms[0].errors, 1);
  EXPECT_EQ(launcher_.launches("a"), 3);
}

TEST_F(RunsTest, WhatFailsEveryTimeAlikeIsNotAttemptedAgain) {
  tries_ = 2;
  configure({"a"});
  launcher_.script("a", {fetches("http://a/")});
  fetcher_.statuses["http://a/"] = 404;
  EXPECT_EQ(run_to_end().platforms[0].tries, 1);
  EXPECT_EQ(launcher_.launches("a"), 1);
}

TEST_F(RunsTest, RetriesAtOnceMakeOneRunAndRefusals) {
  configure({"a"});
  launcher_.script("a", {crashes(), hangs()});
  const auto first = run_to_end();
  int made = 0, refused = 0, answered = 0;
  auto ask = [&]() -> Task<> {
    auto answer = co_await runs_->retry({.run = first.id}, {});
    if (answer)
      ++made;
    else if (answer.error().code == Code::retry_active)
      ++refused;
    ++answered;
  };
  for (int i = 0; i < 50; ++i) spawn(io_.get_executor(), "test", ask());
  until([&] { return answered == 50; });
  EXPECT_EQ(made, 1);
  EXPECT_EQ(refused, 49);
  await(runs_->cancel(2, {}));
  finished(2);
}

TEST_F(RunsTest, AtItsTimeLimitAPlatformFailsWithDeadline) {
  configure({"a", "b"});
  launcher_.script("a", {hangs()});
  const auto id = start().id;
  until([&] { return launcher_.launches("a") == 1 && runs_->progress(id).size() == 1; });
  clock_.advance(std::chrono::minutes(11));
  const auto run = finished(id);
  EXPECT_EQ(status(run, "a"), PlatformStatus::failed);
  EXPECT_EQ(status(run, "b"), PlatformStatus::succeeded);
  const auto errors = await(store_->list_errors({.run = id})).value();
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].record.kind, model::ErrorKind::deadline);
}

TEST_F(RunsTest, CancellingKillsWhatRunsAndSkipsWhatWaits) {
  configure({"a"});
  launcher_.script("a", {hangs()});
  const auto first = start().id;
  until([&] { return launcher_.launches("a") == 1; });
  const auto second = start().id;  // waits for platform a
  ASSERT_TRUE(await(runs_->cancel(second, {})));
  ASSERT_TRUE(await(runs_->cancel(first, {})));
  EXPECT_EQ(finished(first).status, RunStatus::cancelled);
  EXPECT_EQ(finished(second).status, RunStatus::cancelled);
  EXPECT_EQ(launcher_.launches("a"), 1);
}

TEST_F(RunsTest, ARunThatHasEndedCannotBeCancelled) {
  configure({"a"});
  const auto run = run_to_end();
  EXPECT_EQ(await(runs_->cancel(run.id, {})).error().code, Code::run_not_cancellable);
}

TEST_F(RunsTest, APlatformIsNeverActiveTwice) {
  configure({"a"});
  launcher_.script("a", {hangs(), succeeds()});
  const auto first = start().id;
  until([&] { return launcher_.launches("a") == 1; });
  const auto second = start().id;
  EXPECT_EQ(await(store_->load_run(second))->status, RunStatus::queued);
  EXPECT_EQ(launcher_.launches("a"), 1);
  await(runs_->cancel(first, {}));
  EXPECT_EQ(finished(second).status, RunStatus::completed);
}

TEST_F(RunsTest, DrainingRefusesNewRunsAndInterruptsWhatDoesNotEnd) {
  configure({"a", "b"});
  launcher_.script("a", {hangs()});
  const auto id = start().id;
  until([&] { return runs_->progress(id).size() == 1; });
  bool drained = false;
  auto drain = [&]() -> Task<> {
    co_await runs_->drain(std::chrono::seconds(20));
    drained = true;
  };
  spawn(io_.get_executor(), "test", drain());
  clock_.settle();
  EXPECT_EQ(await(runs_->start({}, {})).error().code, Code::shutting_down);
  until([&] {
    clock_.advance(std::chrono::seconds(1));
    return drained;
  });
  const auto run = await(store_->load_run(id)).value();
  EXPECT_EQ(run.status, RunStatus::interrupted);
  EXPECT_EQ(status(run, "a"), PlatformStatus::interrupted);
  EXPECT_EQ(status(run, "b"), PlatformStatus::succeeded);
}

TEST_F(RunsTest, NamingAnUnknownPlatformIsRefusedAndSuggests) {
  configure({"shop", "news"});
  engine::StartRequest request;
  request.platforms = {"shpo"};
  const auto refused = await(runs_->start(std::move(request), {}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::unknown_platform);
  EXPECT_THAT(refused.error().message, HasSubstr("did you mean 'shop'"));
  EXPECT_EQ(await(store_->counts())->runs, 0);
}

TEST_F(RunsTest, APlatformWithoutItsPluginFailsVisibly) {
  configure({"a", "b"});
  auto without = std::make_shared<Configuration>(*configuration_);
  without->plugins.erase("b");
  configuration_ = without;
  const auto run = run_to_end();
  EXPECT_EQ(run.status, RunStatus::partial);
  EXPECT_EQ(status(run, "b"), PlatformStatus::failed);
}

}  // namespace
}  // namespace trawl::engine
