// Schedules in virtual time, through real runs and the real store.
#include "engine/scheduler.hpp"

#include <gmock/gmock.h>

#include "tests/unit/engine/engine_scene.hpp"

namespace trawl::engine {
namespace {

using namespace std::chrono_literals;
using test::hangs;
using testing::Contains;

class SchedulerTest : public test::EngineScene {
 protected:
  static settings::Schedule every(Millis interval, std::vector<std::string> platforms = {"a"}) {
    settings::Schedule schedule;
    schedule.name = "often";
    schedule.cadence = model::make_every(interval).value();
    schedule.platforms = std::move(platforms);
    return schedule;
  }

  void open() { ASSERT_TRUE(await(scheduler_->open(configuration_))); }

  // Lets time pass minute by minute, each with all its consequences.
  void pass(int minutes) {
    for (int i = 0; i < minutes; ++i) {
      clock_.advance(1min);
      settle();
    }
  }
  void settle() {
    int quiet = 0;
    until([&] {
      quiet = io_.poll() == 0 ? quiet + 1 : 0;
      if (io_.stopped()) io_.restart();
      return quiet > 3 && (await(store_->counts())->active_runs == 0 || hanging_);
    });
  }
  std::vector<std::string> event_types() {
    std::vector<std::string> types;
    for (const auto& event : await(store_->events_after(0, 1000)).value()) types.push_back(event.type);
    return types;
  }
  std::int64_t runs() { return await(store_->counts())->runs; }

  bool hanging_ = false;  // a run is meant to stay active
};

TEST_F(SchedulerTest, FiresAtEachMultipleOfItsInterval) {
  configure({"a"}, {every(15min)});
  open();
  pass(60);
  EXPECT_EQ(runs(), 4);
  EXPECT_THAT(event_types(), Contains("schedule.fired"));
}

TEST_F(SchedulerTest, AFiringThatFindsItsPreviousRunActiveIsSkippedVisibly) {
  configure({"a"}, {every(5min)});
  launcher_.script("a", {hangs()});
  hanging_ = true;
  open();
  pass(9);
  EXPECT_EQ(runs(), 1);
  pass(2);
  EXPECT_EQ(runs(), 1);
  EXPECT_THAT(event_types(), Contains("schedule.overlap_skipped"));
}

TEST_F(SchedulerTest, CancelRunningCancelsThePreviousRunAtEveryFiring) {
  auto schedule = every(5min);
  schedule.overlap = model::Overlap::cancel_running;
  configure({"a"}, {schedule});
  launcher_.script("a", {hangs()});
  hanging_ = true;
  open();
  pass(21);
  ASSERT_EQ(runs(), 4);
  for (model::RunId id = 1; id <= 3; ++id)
    EXPECT_EQ(await(store_->load_run(id))->status, model::RunStatus::cancelled) << "run " << id;
  EXPECT_EQ(await(store_->load_run(4))->status, model::RunStatus::running);
}

TEST_F(SchedulerTest, QueueOneKeepsOneRunWaitingHoweverOftenItFires) {
  auto schedule = every(3min);
  schedule.overlap = model::Overlap::queue_one;
  configure({"a"}, {schedule});
  launcher_.script("a", {hangs()});
  hanging_ = true;
  open();
  pass(12);
  EXPECT_EQ(runs(), 2) << "one that runs, one that waits, and two firings that joined it";
  await(runs_->cancel(1, {}));
  until([&] { return !runs_->is_active(1) && runs_->progress(2).size() == 1; });
  pass(3);
  EXPECT_EQ(runs(), 3) << "the waiting run moved up, and the place behind it is free again";
}

TEST_F(SchedulerTest, AnAutomaticRetryThatRunsCountsAsThePreviousRun) {
  auto schedule = every(30min);
  schedule.auto_retry = {.max = 1, .delay = 5min};
  configure({"a"}, {schedule});
  launcher_.script("a", {test::crashes(), hangs()});
  open();
  pass(30);
  ASSERT_EQ(runs(), 1);
  hanging_ = true;
  pass(6);
  ASSERT_EQ(runs(), 2);
  EXPECT_TRUE(runs_->is_active(2));
  EXPECT_EQ(scheduler_->views()[0].current_run, 2);
}

TEST_F(SchedulerTest, APausedScheduleDoesNotFireAndNeverCatchesUp) {
  configure({"a"}, {every(5min)});
  open();
  ASSERT_TRUE(await(scheduler_->pause("often", "maintenance", {})));
  pass(30);
  EXPECT_EQ(runs(), 0);
  ASSERT_TRUE(await(scheduler_->resume("often", {})));
  settle();
  EXPECT_EQ(runs(), 0);
  pass(5);
  EXPECT_EQ(runs(), 1);
}

TEST_F(SchedulerTest, APauseSurvivesARestart) {
  configure({"a"}, {every(5min)});
  open();
  ASSERT_TRUE(await(scheduler_->pause("often", "maintenance", {})));
  scheduler_->stop();
  scheduler_.emplace(io_.get_executor(), *store_, *runs_, clock_, "machine");
  open();
  ASSERT_EQ(scheduler_->views().size(), 1u);
  EXPECT_TRUE(scheduler_->views()[0].paused);
  EXPECT_EQ(scheduler_->views()[0].pause_reason, "maintenance");
}

TEST_F(SchedulerTest, AClockSetBackDoesNotFireTwice) {
  configure({"a"}, {every(15min)});
  open();
  pass(20);
  const auto before = runs();
  clock_.set_wall(clock_.now() - 10min);
  pass(9);
  EXPECT_EQ(runs(), before);
}

TEST_F(SchedulerTest, AClockSetForwardCatchesUpOnce) {
  configure({"a"}, {every(15min)});
  open();
  pass(16);
  const auto before = runs();
  clock_.set_wall(clock_.now() + 2h);
  pass(1);
  EXPECT_EQ(runs(), before + 1);
}

TEST_F(SchedulerTest, AutoRetryRetriesTheFailedAfterItsDelay) {
  auto schedule = every(60min);
  schedule.auto_retry = {.max = 2, .delay = 5min};
  configure({"a"}, {schedule});
  launcher_.script("a", {test::crashes(), test::succeeds()});
  open();
  pass(61);
  EXPECT_EQ(runs(), 1);
  pass(5);
  EXPECT_EQ(runs(), 2);
  EXPECT_EQ(await(store_->load_run(2))->trigger_kind, model::TriggerKind::auto_retry);
  pass(10);
  EXPECT_EQ(runs(), 2) << "nothing is left to retry";
}

TEST_F(SchedulerTest, AnAutomaticRetrySurvivesARestart) {
  auto schedule = every(60min);
  schedule.auto_retry = {.max = 1, .delay = 10min};
  configure({"a"}, {schedule});
  launcher_.script("a", {test::crashes()});
  open();
  pass(62);
  ASSERT_EQ(runs(), 1);
  scheduler_->stop();
  scheduler_.emplace(io_.get_executor(), *store_, *runs_, clock_, "machine");
  open();
  pass(7);
  EXPECT_EQ(runs(), 1);
  pass(1);
  EXPECT_EQ(runs(), 2);
  scheduler_->stop();
  scheduler_.emplace(io_.get_executor(), *store_, *runs_, clock_, "machine");
  open();
  pass(30);
  EXPECT_EQ(runs(), 2) << "the one that was allowed is used up";
}

TEST_F(SchedulerTest, AutoRetryWaitsLongerEachTime) {
  auto schedule = every(60min);
  schedule.auto_retry = {.max = 3, .delay = 5min, .backoff = 3, .max_delay = 20min};
  configure({"a"}, {schedule});
  launcher_.script("a", {test::crashes()});
  open();
  pass(60);
  ASSERT_EQ(runs(), 1);
  pass(4);
  EXPECT_EQ(runs(), 1);
  pass(1);
  EXPECT_EQ(runs(), 2);
  pass(14);
  EXPECT_EQ(runs(), 2);
  pass(1);
  EXPECT_EQ(runs(), 3);
  pass(19);
  EXPECT_EQ(runs(), 3);
  pass(1);
  EXPECT_EQ(runs(), 4) << "20 minutes, not 45";
}

}  // namespace
}  // namespace trawl::engine
