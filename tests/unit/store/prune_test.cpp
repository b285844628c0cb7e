#include "tests/unit/store/store_fixture.hpp"

namespace trawl::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Prune : public StoreTest {
 protected:
  std::vector<RunId> runs() {
    std::vector<RunId> ids;
    for (const auto& run : must(store->list_runs({.limit = 500}))) ids.push_back(run.id);
    return ids;
  }
  void a_day_passes() { now += std::chrono::hours(24); }
};

TEST_F(Prune, KeepsTheNewestRuns) {
  for (int i = 0; i < 5; ++i) scrape("a", {{"x", std::to_string(i)}});
  EXPECT_EQ(must(store->prune(2, Time{})), 3);
  EXPECT_THAT(runs(), ElementsAre(5, 4));
  EXPECT_EQ(must(store->prune(2, Time{})), 0);
  EXPECT_EQ(scrape("a", {{"x", "9"}}), 6);
}

TEST_F(Prune, DeletesWhatEndedLongAgo) {
  scrape("a", {{"x", "1"}});
  a_day_passes();
  scrape("a", {{"x", "2"}});
  EXPECT_EQ(must(store->prune(0, now)), 1);
  EXPECT_THAT(runs(), ElementsAre(2));
  EXPECT_EQ(refused(store->load_run(1)), Code::run_not_found);
  EXPECT_EQ(number("SELECT count(*) FROM platform_outcomes"), 1);
}

TEST_F(Prune, GoesByWholeLineagesAndTheirNewestMember) {
  const RunId root = begin({"a", "b"});
  end(root, "a");
  end(root, "b", PlatformStatus::failed);
  scrape("a", {{"x", "1"}});
  scrape("b", {{"x", "1"}});
  a_day_passes();
  const RunId retry = begin_run(create_retry(root, {"b"}), {"b"});
  end(retry, "b", PlatformStatus::failed);
  EXPECT_EQ(must(store->prune(0, now)), 0);
  EXPECT_EQ(must(store->prune(0, now + Millis(1))),
            2);  // root and retry together; the others are last successes
  EXPECT_THAT(runs(), ElementsAre(3, 2));
}

TEST_F(Prune, NeverTakesAnActiveRunNorTheLastSuccessOfAPlatform) {
  const RunId good = scrape("a", {{"x", "1"}});
  scrape("a", {}, PlatformStatus::failed);
  const RunId active = create({"a"});
  a_day_passes();
  EXPECT_EQ(must(store->prune(1, now)), 1);
  EXPECT_THAT(runs(), ElementsAre(active, good));
}

TEST_F(Prune, TakesErrorsAndKeysWithTheirRuns) {
  const RunId run = begin({"a"});
  must(store->add_errors(run, {error("a")}));
  end(run, "a", PlatformStatus::failed);
  must(store->create_run({}, IdempotencyKey{"ann", "k", "d"}, asking_for({"b"}), {}));
  must(store->cancel_run(2, now, {}));
  a_day_passes();
  EXPECT_EQ(must(store->prune(0, now)), 2);
  EXPECT_EQ(must(store->counts()).errors, 0);
  EXPECT_EQ(number("SELECT count(*) FROM idempotency"), 0);
}

TEST_F(Prune, LeavesTheItemsThatRemainingViewsShow) {
  scrape("a", {{"x", "1"}, {"y", "1"}, {"old", "1"}});
  scrape("a", {{"x", "2"}, {"y", "1"}});
  const RunId kept = scrape("a", {{"x", "3"}, {"y", "1"}, {"going", "1"}});
  const RunId last = scrape("a", {{"x", "4"}, {"y", "1"}});
  EXPECT_EQ(must(store->prune(2, Time{})), 2);
  EXPECT_THAT(items(), ElementsAre("x=4", "y=1"));
  EXPECT_THAT(items_of_run(kept), ElementsAre("x=3", "y=1", "going=1"));
  EXPECT_THAT(items_of_run(last), ElementsAre("x=4", "y=1"));
  EXPECT_EQ(must(store->diff(kept, last)).size(), 2u);
  // x at 3 and 4, y, going and its removal; `old` is forgotten altogether.
  EXPECT_EQ(number("SELECT count(*) FROM item_versions"), 5);
  EXPECT_EQ(number("SELECT count(*) FROM items"), 3);
}

TEST_F(Prune, LetsAPlatformAtWorkKeepWhatItBuildsOn) {
  scrape("a", {{"x", "1"}, {"y", "1"}});
  scrape("a", {{"y", "1"}});
  const RunId running = begin({"a"});
  emit(running, "a", {{"x", "1"}, {"y", "2"}});
  a_day_passes();
  must(store->prune(1, now));
  EXPECT_EQ(end(running, "a").outcome.items, (model::ItemCounts{.total = 2, .added = 1, .changed = 1}));
  EXPECT_THAT(items(), ElementsAre("x=1", "y=2"));
}

TEST_F(Prune, GivesTheSpaceBack) {
  for (int i = 0; i < 20; ++i) scrape("a", {{"x", std::string(100'000, static_cast<char>('a' + i))}});
  const auto before = must(store->counts()).database_bytes;
  must(store->prune(1, Time{}));
  EXPECT_LT(must(store->counts()).database_bytes, before / 4);
}

}  // namespace
}  // namespace trawl::store
