#include <set>

#include "tests/unit/store/store_fixture.hpp"

namespace trawl::store {
namespace {

using testing::ElementsAre;

using CreateRun = StoreTest;

IdempotencyKey key(const std::string& text, const std::string& digest = "d",
                   const std::string& actor = "ann") {
  return {actor, text, digest};
}

TEST_F(CreateRun, IdsAscendFromOneAndEveryPlatformHasItsOutcomeRow) {
  const auto first = must(store->create_run({}, {}, asking_for({"b", "a"}), {})).run;
  EXPECT_EQ(first.id, 1);
  EXPECT_EQ(first.status, RunStatus::queued);
  EXPECT_EQ(first.root, 1);
  EXPECT_EQ(first.attempt, 1);
  ASSERT_EQ(first.platforms.size(), 2u);
  EXPECT_EQ(first.platforms[0].name, "b");
  EXPECT_EQ(first.platforms[0].status, PlatformStatus::pending);
  EXPECT_EQ(first.platforms[1].name, "a");
  EXPECT_EQ(create({"a"}), 2);
}

TEST_F(CreateRun, KeepsAllThatWasAsked) {
  const auto decide = [&](const model::Lineage*) -> Result<NewRun> {
    NewRun run;
    run.trigger_kind = model::TriggerKind::catchup;
    run.trigger = "schedule:daily";
    run.schedule = "daily";
    run.nominal = Time(Millis(5));
    run.requested_by = {1000, 4711, "ann"};
    run.note = "after the outage";
    run.config_digest = "c1";
    run.platforms = {"a"};
    run.created_at = now;
    return run;
  };
  must(store->create_run({}, {}, decide, {}));
  reopen();
  const auto run = must(store->load_run(1));
  EXPECT_EQ(run.trigger_kind, model::TriggerKind::catchup);
  EXPECT_EQ(run.trigger, "schedule:daily");
  EXPECT_EQ(run.schedule, "daily");
  EXPECT_EQ(run.nominal, Time(Millis(5)));
  EXPECT_EQ(run.requested_by, (model::Actor{1000, 4711, "ann"}));
  EXPECT_EQ(run.note, "after the outage");
  EXPECT_EQ(run.config_digest, "c1");
  EXPECT_EQ(run.created_at, now);
  EXPECT_FALSE(run.parent);
}

TEST_F(CreateRun, AFiringIsSettledTogetherWithItsRun) {
  must(store->save_schedule(
      {.name = "daily", .last_nominal = Time(Millis(1)), .pause_reason = "why", .paused = true}, {}, {}));
  const auto decide = [&](const model::Lineage*) -> Result<NewRun> {
    NewRun run;
    run.trigger_kind = model::TriggerKind::schedule;
    run.schedule = "daily";
    run.nominal = Time(Millis(5));
    run.platforms = {"a"};
    return run;
  };
  must(store->create_run({}, {}, decide, {}));
  reopen();  // a daemon that died right here must not fire it again
  const auto states = must(store->schedule_states());
  ASSERT_EQ(states.size(), 1u);
  EXPECT_EQ(states[0].last_nominal, Time(Millis(5)));
  EXPECT_TRUE(states[0].paused);
}

TEST_F(CreateRun, RetryOfARetryKeepsTheRootAndTakesTheNextAttempt) {
  const RunId root = create({"a", "b"});
  const RunId second = create_retry(root, {"a"});
  const RunId third = create_retry(root, {"b"});
  const auto fourth = must(store->load_run(create_retry(second, {"a"})));
  EXPECT_EQ(fourth.parent, second);
  EXPECT_EQ(fourth.root, root);
  EXPECT_EQ(fourth.attempt, 4);
  const auto lineage = must(store->load_lineage(third));
  ASSERT_EQ(lineage.attempts.size(), 4u);
  EXPECT_EQ(lineage.root().id, root);
  EXPECT_EQ(lineage.attempts[2].id, third);
}

TEST_F(CreateRun, TheDecisionSeesTheLineageOfTheParent) {
  const RunId root = create({"a"});
  create_retry(root, {"a"});
  std::vector<int> attempts_seen;
  const auto decide = [&](const model::Lineage* lineage) -> Result<NewRun> {
    for (const auto& run : lineage->attempts) attempts_seen.push_back(run.attempt);
    return refuse(Code::nothing_to_retry, "no");
  };
  EXPECT_EQ(refused(store->create_run(root, {}, decide, {})), Code::nothing_to_retry);
  EXPECT_THAT(attempts_seen, ElementsAre(1, 2));
}

TEST_F(CreateRun, AnUnknownParentIsRefusedBeforeTheDecision) {
  EXPECT_EQ(refused(store->create_run(99, {}, asking_for({"a"}, 99), {})), Code::run_not_found);
}

TEST_F(CreateRun, ARefusedDecisionLeavesNothingBehind) {
  const auto decide = [](const model::Lineage*) -> Result<NewRun> {
    return refuse(Code::retry_active, "busy");
  };
  EXPECT_EQ(refused(store->create_run({}, key("k"), decide, AuditRow{})), Code::retry_active);
  EXPECT_EQ(number("SELECT count(*) FROM idempotency"), 0);
  EXPECT_EQ(number("SELECT count(*) FROM audit"), 0);
  EXPECT_EQ(must(store->counts()).last_seq, 0);
  EXPECT_FALSE(must(store->create_run({}, key("k"), asking_for({"a"}), {})).replayed);
}

TEST_F(CreateRun, ARunWithoutPlatformsOrWithOneTwiceIsRefused) {
  EXPECT_EQ(refused(store->create_run({}, {}, asking_for({}), {})), Code::internal_error);
  EXPECT_EQ(refused(store->create_run({}, {}, asking_for({"a", "a"}), {})), Code::internal_error);
}

TEST_F(CreateRun, TheSameKeyAnswersWithTheFirstRunAndWhatItSkipped) {
  const auto decide = [](const model::Lineage*) -> Result<NewRun> {
    NewRun run;
    run.platforms = {"a"};
    run.skipped = {{"b", "disabled"}};
    return run;
  };
  const auto first = must(store->create_run({}, key("k"), decide, {}));
  const auto again = must(store->create_run({}, key("k"), asking_for({"z"}), {}));
  EXPECT_FALSE(first.replayed);
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(again.run.id, first.run.id);
  ASSERT_EQ(again.skipped.size(), 1u);
  EXPECT_EQ(again.skipped[0].name, "b");
  EXPECT_EQ(again.skipped[0].reason, "disabled");
  EXPECT_EQ(must(store->counts()).runs, 1);
}

TEST_F(CreateRun, AKeyForAnotherRequestIsRefused) {
  must(store->create_run({}, key("k", "one"), asking_for({"a"}), {}));
  EXPECT_EQ(refused(store->create_run({}, key("k", "two"), asking_for({"a"}), {})),
            Code::idempotency_mismatch);
}

TEST_F(CreateRun, KeysOfDifferentActorsAreDifferentKeys) {
  must(store->create_run({}, key("k", "d", "ann"), asking_for({"a"}), {}));
  EXPECT_FALSE(must(store->create_run({}, key("k", "d", "bob"), asking_for({"a"}), {})).replayed);
}

TEST_F(CreateRun, AKeyIsForgottenAfterADay) {
  must(store->create_run({}, key("k", "one"), asking_for({"a"}), {}));
  now += std::chrono::hours(24) - Millis(1);
  EXPECT_TRUE(must(store->create_run({}, key("k", "one"), asking_for({"a"}), {})).replayed);
  now += Millis(1);
  EXPECT_FALSE(must(store->create_run({}, key("k", "two"), asking_for({"a"}), {})).replayed);
}

TEST_F(CreateRun, FiftyRequestsWithOneKeyMakeOneRun) {
  std::vector<Task<Result<Created>>> requests;
  for (int i = 0; i < 50; ++i) requests.push_back(store->create_run({}, key("k"), asking_for({"a"}), {}));
  std::set<RunId> runs;
  int made = 0;
  for (const auto& answer : loop.run_all(std::move(requests))) {
    ASSERT_TRUE(answer);
    runs.insert(answer->run.id);
    made += !answer->replayed;
  }
  EXPECT_EQ(made, 1);
  EXPECT_EQ(runs.size(), 1u);
}

TEST_F(CreateRun, WritesItsJournalAndAuditRows) {
  AuditRow audit{.time = now, .actor = {1000, {}, "ann"}, .transport = "socket", .method = "runs.start"};
  must(store->create_run({}, {}, asking_for({"a"}), audit));
  const auto events = must(store->events_after(0, 10));
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].type, "run.created");
  EXPECT_EQ(events[0].run, 1);
  EXPECT_THAT(events[0].data, testing::HasSubstr(R"("platforms":["a"])"));
  EXPECT_EQ(number("SELECT run_id FROM audit WHERE method = 'runs.start' AND actor_uid = 1000"), 1);
}

}  // namespace
}  // namespace trawl::store
