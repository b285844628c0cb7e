#include "tests/unit/store/store_fixture.hpp"

namespace trawl::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using RunStates = StoreTest;

TEST_F(RunStates, ARunGoesFromQueuedToCompletedWithItsLastPlatform) {
  const RunId run = create({"a", "b"});
  EXPECT_EQ(status_of(run), RunStatus::queued);
  begin_run(run, {"a", "b"});
  EXPECT_EQ(status_of(run), RunStatus::running);
  emit(run, "a", {{"x", "1"}});
  EXPECT_EQ(end(run, "a").run_ended, std::nullopt);
  EXPECT_EQ(end(run, "b").run_ended, RunStatus::completed);
  const auto loaded = must(store->load_run(run));
  EXPECT_EQ(loaded.status, RunStatus::completed);
  EXPECT_EQ(loaded.finished_at, now);
  EXPECT_THAT(event_types(), ElementsAre("run.created", "run.started", "platform.started", "platform.started",
                                         "platform.finished", "platform.finished", "run.finished"));
}

TEST_F(RunStates, TheVerdictFollowsThePlatforms) {
  const RunId some = begin({"a", "b"});
  end(some, "a");
  EXPECT_EQ(end(some, "b", PlatformStatus::failed).run_ended, RunStatus::partial);
  const RunId none = begin({"a", "b"});
  end(none, "a", PlatformStatus::failed);
  EXPECT_EQ(end(none, "b", PlatformStatus::failed).run_ended, RunStatus::failed);
}

TEST_F(RunStates, TheOutcomeKeepsWhatThePlatformDid) {
  const RunId run = begin({"a"});
  PlatformEnd end = ending(run, "a", PlatformStatus::failed);
  end.errors = {error("a")};
  end.fetches = 7;
  end.bytes = 4711;
  end.tries = 2;
  now += Millis(812);
  end.at = now;
  must(store->end_platform(end));
  const auto outcome = outcome_of(run, "a");
  EXPECT_EQ(outcome.status, PlatformStatus::failed);
  EXPECT_EQ(outcome.errors, 1);
  EXPECT_EQ(outcome.fetches, 7);
  EXPECT_EQ(outcome.bytes, 4711);
  EXPECT_EQ(outcome.tries, 2);
  EXPECT_EQ(outcome.plugin, (model::PluginVersion{"html", "1.0.0", "d1"}));
  EXPECT_EQ(*outcome.finished_at - *outcome.started_at, Millis(812));
  const auto events = must(store->events_after(0, 100));
  EXPECT_THAT(events[events.size() - 2].data, HasSubstr(R"("duration_ms":812)"));
}

TEST_F(RunStates, AnEndedPlatformNeverChanges) {
  const RunId run = begin({"a", "b"});
  emit(run, "a", {{"x", "1"}});
  end(run, "a");
  EXPECT_EQ(refused(store->end_platform(ending(run, "a", PlatformStatus::failed))), Code::internal_error);
  EXPECT_EQ(refused(store->start_platform(starting(run, "a"))), Code::internal_error);
  EXPECT_EQ(refused(store->add_items(run, "a", {{"thing", "y", "2"}})), Code::internal_error);
  EXPECT_EQ(refused(store->add_errors(run, {error("a")})), Code::internal_error);
  EXPECT_EQ(outcome_of(run, "a").status, PlatformStatus::succeeded);
  EXPECT_EQ(outcome_of(run, "a").errors, 0);
  EXPECT_THAT(items(), ElementsAre("x=1"));
}

TEST_F(RunStates, AnEndedRunNeverChanges) {
  const RunId run = scrape("a", {{"x", "1"}});
  EXPECT_EQ(refused(store->start_run(run, now)), Code::internal_error);
  EXPECT_EQ(refused(store->interrupt_run(run, now)), Code::internal_error);
  EXPECT_EQ(refused(store->cancel_run(run, now, {})), Code::run_not_cancellable);
  EXPECT_EQ(status_of(run), RunStatus::completed);
}

TEST_F(RunStates, TheDatabaseItselfRefusesToRewriteHistory) {
  const RunId run = scrape("a", {{"x", "1"}});
  store.reset();
  sqlite::Database database(dir / "trawl.db", sqlite::Database::Mode::read_write);
  EXPECT_THROW(database.run("UPDATE runs SET note = 'x' WHERE id = ?1", run), sqlite::SqliteError);
  EXPECT_THROW(database.run("UPDATE platform_outcomes SET status = 'failed'"), sqlite::SqliteError);
}

TEST_F(RunStates, ARetryDoesNotTouchTheOriginalRows) {
  const RunId root = begin({"a", "b"});
  end(root, "a");
  end(root, "b", PlatformStatus::failed);
  const auto digest = [&] {
    return number("SELECT sum(id * 7 + finished_at + attempt + length(status)) FROM runs WHERE id = 1") +
           number(
               "SELECT sum(finished_at + errors + edition + length(status)) FROM platform_outcomes WHERE "
               "run_id = 1");
  };
  const auto before = digest();
  const RunId retry = begin_run(create_retry(root, {"b"}), {"b"});
  now += Millis(5);
  emit(retry, "b", {{"x", "1"}});
  end(retry, "b");
  EXPECT_EQ(digest(), before);
  EXPECT_EQ(status_of(root), RunStatus::partial);
}

TEST_F(RunStates, NoPlatformRunsTwiceAtATime) {
  const RunId first = begin({"a"});
  const RunId second = begin_run(create({"a", "b"}), {"b"});
  EXPECT_EQ(refused(store->start_platform(starting(second, "a"))), Code::platform_busy);
  end(first, "a");
  start(second, "a");
}

TEST_F(RunStates, APlatformStartsOnlyInARunningRun) {
  const RunId run = create({"a"});
  EXPECT_EQ(refused(store->start_platform(starting(run, "a"))), Code::internal_error);
  EXPECT_EQ(refused(store->end_platform(ending(run, "a", PlatformStatus::failed))), Code::internal_error);
  EXPECT_EQ(refused(store->start_run(99, now)), Code::run_not_found);
}

TEST_F(RunStates, APlatformThatCannotStartFails) {
  const RunId run = create({"a"});
  must(store->start_run(run, now));
  PlatformEnd end = ending(run, "a", PlatformStatus::failed);
  end.errors = {error("a", ErrorKind::config)};
  EXPECT_EQ(must(store->end_platform(end)).run_ended, RunStatus::failed);
  EXPECT_EQ(refused(store->end_platform(ending(run, "z", PlatformStatus::failed))), Code::internal_error);
}

TEST_F(RunStates, CancellingAQueuedRunEndsItAtOnce) {
  const RunId run = create({"a", "b"});
  const auto cancelled = must(store->cancel_run(run, now, AuditRow{.method = "runs.cancel"}));
  EXPECT_EQ(cancelled.status, RunStatus::cancelled);
  EXPECT_TRUE(cancelled.cancel_requested);
  EXPECT_EQ(cancelled.platforms[0].status, PlatformStatus::cancelled);
  EXPECT_EQ(number("SELECT count(*) FROM audit WHERE method = 'runs.cancel'"), 1);
  EXPECT_EQ(refused(store->cancel_run(99, now, {})), Code::run_not_found);
}

TEST_F(RunStates, CancellingARunningRunWaitsForItsRunningPlatforms) {
  const RunId run = begin_run(create({"a", "b"}), {"a"});
  const auto asked = must(store->cancel_run(run, now, {}));
  EXPECT_EQ(asked.status, RunStatus::running);
  EXPECT_EQ(outcome_of(run, "a").status, PlatformStatus::running);
  EXPECT_EQ(outcome_of(run, "b").status, PlatformStatus::cancelled);
  must(store->cancel_run(run, now, {}));  // a second wish changes nothing
  EXPECT_EQ(end(run, "a", PlatformStatus::cancelled).run_ended, RunStatus::cancelled);
  EXPECT_THAT(event_types(),
              ElementsAre("run.created", "run.started", "platform.started", "run.cancel_requested",
                          "platform.finished", "platform.finished", "run.finished"));
}

TEST_F(RunStates, InterruptingEndsWhatIsUnfinishedAndSaysWhy) {
  const RunId run = begin_run(create({"a", "b", "c"}), {"a", "b"});
  emit(run, "a", {{"x", "1"}});
  end(run, "a");
  emit(run, "b", {{"y", "2"}});
  must(store->interrupt_run(run, now));
  EXPECT_EQ(status_of(run), RunStatus::interrupted);
  EXPECT_EQ(outcome_of(run, "a").status, PlatformStatus::succeeded);
  EXPECT_EQ(outcome_of(run, "b").status, PlatformStatus::interrupted);
  EXPECT_EQ(outcome_of(run, "c").status, PlatformStatus::interrupted);
  const auto errors = must(store->list_errors({.run = run}));
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_EQ(errors[0].record.kind, ErrorKind::interrupted);
  EXPECT_EQ(outcome_of(run, "b").errors, 1);
  EXPECT_THAT(items(), ElementsAre("x=1"));
}

TEST_F(RunStates, ErrorsAreKeptAndCounted) {
  const RunId run = begin({"a"});
  auto warning = error("a");
  warning.severity = model::Severity::warning;
  must(store->add_errors(run, {error("a"), warning}));
  EXPECT_EQ(outcome_of(run, "a").errors, 1);
  const auto stored = must(store->list_errors({.run = run}));
  ASSERT_EQ(stored.size(), 2u);
  EXPECT_EQ(stored[0].record.message, "503 Service Unavailable");
  EXPECT_EQ(stored[0].record.http_status, 503);
  EXPECT_EQ(stored[1].record.severity, model::Severity::warning);
  EXPECT_EQ(must(store->list_errors({.after = stored[0].id})).size(), 1u);
  EXPECT_EQ(must(store->list_errors({.platform = "z"})).size(), 0u);
  EXPECT_EQ(must(store->list_errors({.kind = ErrorKind::dns})).size(), 0u);
  EXPECT_EQ(refused(store->add_errors(run, {error("a"), error("z")})), Code::internal_error);
  EXPECT_EQ(outcome_of(run, "a").errors, 1);
}

}  // namespace
}  // namespace trawl::store
