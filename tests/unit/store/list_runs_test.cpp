#include <chrono>

#include "tests/unit/store/store_fixture.hpp"

namespace trawl::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ListRuns : public StoreTest {
 protected:
  std::vector<RunId> ids(RunFilter filter) {
    std::vector<RunId> list;
    for (const auto& run : must(store->list_runs(std::move(filter)))) list.push_back(run.id);
    return list;
  }

  // {a ok, b failed} as run 1, retried with b ok as run 2: the first is effectively completed.
  void mend_a_run() {
    const RunId first = begin({"a", "b"});
    end(first, "a");
    end(first, "b", PlatformStatus::failed);
    const RunId retry = begin_run(create_retry(first, {"b"}), {"b"});
    end(retry, "b");
  }
};

TEST_F(ListRuns, NewestFirstWithTheirPlatformsAndPagedById) {
  for (int i = 0; i < 5; ++i) create({"a", "b"});
  const auto page = must(store->list_runs({.limit = 2}));
  ASSERT_EQ(page.size(), 2u);
  EXPECT_EQ(page[0].id, 5);
  EXPECT_EQ(page[1].platforms.size(), 2u);
  EXPECT_THAT(ids({.before = page.back().id, .limit = 2}), ElementsAre(3, 2));
  EXPECT_THAT(ids({.before = 1}), IsEmpty());
}

TEST_F(ListRuns, FiltersByStatusPlatformScheduleAndTrigger) {
  mend_a_run();
  const auto decide = [](const model::Lineage*) -> Result<NewRun> {
    NewRun run;
    run.trigger_kind = model::TriggerKind::schedule;
    run.schedule = "daily";
    run.platforms = {"c"};
    return run;
  };
  must(store->create_run({}, {}, decide, {}));
  EXPECT_THAT(ids({.status = RunStatus::partial}), ElementsAre(1));
  EXPECT_THAT(ids({.trigger_kind = model::TriggerKind::retry}), ElementsAre(2));
  EXPECT_THAT(ids({.platform = "b"}), ElementsAre(2, 1));
  EXPECT_THAT(ids({.schedule = "daily"}), ElementsAre(3));
  EXPECT_THAT(ids({.active_only = true}), ElementsAre(3));
  EXPECT_THAT(ids({.status = RunStatus::partial, .platform = "c"}), IsEmpty());
}

TEST_F(ListRuns, LeavesOutRetriesWhenAskedTo) {
  mend_a_run();
  EXPECT_THAT(ids({.roots_only = true}), ElementsAre(1));
}

TEST_F(ListRuns, AHistoryIsAPlatformsOutcomesNewestFirst) {
  mend_a_run();
  std::vector<std::pair<RunId, PlatformStatus>> found;
  for (const auto& entry : must(store->history({.platform = "b"}))) found.emplace_back(entry.run, entry.outcome.status);
  EXPECT_THAT(found, ElementsAre(std::pair(2, PlatformStatus::succeeded), std::pair(1, PlatformStatus::failed)));
  EXPECT_EQ(must(store->history({.platform = "b", .status = PlatformStatus::failed})).size(), 1u);
  EXPECT_EQ(must(store->history({.platform = "b", .limit = 1})).size(), 1u);
  EXPECT_THAT(must(store->history({.platform = "nobody"})), IsEmpty());
}

TEST_F(ListRuns, ErrorsAreCountedByKindFromARunOn) {
  for (const RunId run : {begin({"a"}), RunId(2)}) {
    if (run == 2) begin({"a"});
    PlatformEnd failed = ending(run, "a", PlatformStatus::failed);
    failed.errors = {error("a")};
    must(store->end_platform(failed));
  }
  ASSERT_EQ(must(store->count_errors(1)).size(), 1u);
  EXPECT_EQ(must(store->count_errors(1))[0].second, 2);
  EXPECT_EQ(must(store->count_errors(2))[0].second, 1);
  EXPECT_THAT(must(store->count_errors(3)), IsEmpty());
}

TEST_F(ListRuns, FiltersByTheEffectiveStatusOfTheLineage) {
  mend_a_run();
  const RunId failed = begin({"a"});
  end(failed, "a", PlatformStatus::failed);
  EXPECT_THAT(ids({.effective_status = RunStatus::completed}), ElementsAre(2, 1));
  EXPECT_THAT(ids({.effective_status = RunStatus::failed}), ElementsAre(failed));
  EXPECT_THAT(ids({.effective_status = RunStatus::partial}), IsEmpty());
  EXPECT_THAT(ids({.status = RunStatus::partial, .effective_status = RunStatus::completed}), ElementsAre(1));
}

TEST_F(ListRuns, AnEffectiveStatusThatNoneOfTenThousandRunsHasIsToldWithoutLoadingThem) {
  store.reset();
  {
    sqlite::Database database(dir / "trawl.db", sqlite::Database::Mode::read_write);
    database.execute(
        "BEGIN;"
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
        " INSERT INTO runs (id, epoch, status, trigger_kind, trigger_text, root_run_id, attempt, schedule, "
        "actor_name,"
        "  note, config_digest, skipped, created_at)"
        " SELECT i, 1, 'completed', 'manual', 'manual', (i - 1) / 2 * 2 + 1, 1 + (i - 1) % 2, '', '', '', "
        "'', '[]', 0"
        " FROM n;"
        "INSERT INTO platform_outcomes (run_id, position, name, status, edition)"
        " SELECT id, 0, 'a', 'succeeded', 0 FROM runs; COMMIT");
  }
  reopen();
  const auto started = std::chrono::steady_clock::now();
  EXPECT_THAT(ids({.effective_status = RunStatus::failed}), IsEmpty());
  EXPECT_EQ(ids({.effective_status = RunStatus::completed, .limit = 500}).size(), 500u);
  // Generous: the point is the order of growth, on any machine.
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(5));
}

}  // namespace
}  // namespace trawl::store
