#include "tests/unit/store/store_fixture.hpp"

namespace trawl::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Journal : public StoreTest {
 protected:
  void tell(const std::string& type) { must(store->append({.time = now, .type = type}, {})); }
};

TEST_F(Journal, IsReadInOrderFromAnyPosition) {
  tell("daemon.started");
  tell("config.reloaded");
  tell("daemon.stopping");
  EXPECT_THAT(event_types(), ElementsAre("daemon.started", "config.reloaded", "daemon.stopping"));
  const auto page = must(store->events_after(1, 1));
  ASSERT_EQ(page.size(), 1u);
  EXPECT_EQ(page[0].seq, 2);
  EXPECT_EQ(page[0].type, "config.reloaded");
  EXPECT_EQ(page[0].data, "{}");
  EXPECT_THAT(must(store->events_after(3, 10)), IsEmpty());
}

TEST_F(Journal, ThatIsPrunedAwayIsGoneAndNotEmpty) {
  tell("daemon.started");
  tell("config.reloaded");
  now += std::chrono::hours(1);
  tell("daemon.stopping");
  must(store->prune(0, now));
  EXPECT_EQ(refused(store->events_after(0, 10)), Code::gone);
  EXPECT_EQ(refused(store->events_after(1, 10)), Code::gone);
  EXPECT_EQ(must(store->events_after(2, 10)).size(), 1u);
  now += std::chrono::hours(1);
  must(store->prune(0, now));
  EXPECT_EQ(refused(store->events_after(2, 10)), Code::gone);
  EXPECT_THAT(must(store->events_after(3, 10)), IsEmpty());
  tell("daemon.started");
  EXPECT_EQ(must(store->events_after(3, 10)).at(0).seq, 4);
}

TEST_F(Journal, ListenersHearOfCommitsOnceWithTheNewestNumber) {
  std::vector<Seq> heard;
  store->on_commit(loop.executor(), [&](Seq seq) { heard.push_back(seq); });
  std::vector<Task<Result<>>> writes;
  for (int i = 0; i < 100; ++i) writes.push_back(store->append({.time = now, .type = "config.reloaded"}, {}));
  loop.run_all(std::move(writes));
  loop.poll();
  ASSERT_FALSE(heard.empty());
  EXPECT_EQ(heard.back(), 100);
  EXPECT_LE(heard.size(), 100u);
  heard.clear();
  must(store->save_plugin_state("a", {{"k", "v"}}));
  loop.poll();
  EXPECT_THAT(heard, IsEmpty());
}

TEST_F(Journal, KeepsSchedulesAndSwitchesWithTheirEvents) {
  ScheduleState state{.name = "daily", .last_nominal = now, .pause_reason = "holiday", .paused = true};
  Event paused{.time = now, .type = "schedule.paused"};
  paused.schedule = "daily";
  must(store->save_schedule(state, {paused}, AuditRow{.method = "schedules.pause"}));
  must(store->set_platform_enabled("b", false, now, {}));
  must(store->set_platform_enabled("a", true, now, {}));
  reopen();
  const auto states = must(store->schedule_states());
  ASSERT_EQ(states.size(), 1u);
  EXPECT_EQ(states[0].last_nominal, now);
  EXPECT_EQ(states[0].paused_at, std::nullopt);
  EXPECT_TRUE(states[0].paused);
  EXPECT_EQ(states[0].pause_reason, "holiday");
  EXPECT_THAT(must(store->platform_overrides()), ElementsAre(std::pair("a", true), std::pair("b", false)));
  EXPECT_THAT(event_types(), ElementsAre("schedule.paused", "platform.disabled", "platform.enabled"));
  EXPECT_EQ(number("SELECT count(*) FROM audit"), 1);
}

TEST_F(Journal, CountsSayWhatIsThere) {
  const RunId run = scrape("a", {{"x", "1"}, {"y", "1"}});
  create({"a"});
  const auto counts = must(store->counts());
  EXPECT_EQ(counts.runs, 2);
  EXPECT_EQ(counts.active_runs, 1);
  EXPECT_EQ(counts.items, 2);
  EXPECT_EQ(counts.errors, 0);
  EXPECT_EQ(counts.last_seq, static_cast<Seq>(event_types().size()));
  EXPECT_GT(counts.database_bytes, 0);
  EXPECT_GT(counts.commits, 0);
  EXPECT_EQ(run, 1);
}

}  // namespace
}  // namespace trawl::store
