#include "store/expectations.hpp"

#include "tests/unit/store/store_fixture.hpp"

namespace trawl::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Judgement judged(PlatformStatus status, Evidence evidence, std::int64_t min_items = 0,
                 double max_drop = 1.0) {
  PlatformEnd end;
  end.platform = "a";
  end.status = status;
  end.min_items = min_items;
  end.max_drop = max_drop;
  return judge(end, evidence);
}

TEST(Expectations, ASuccessThatMeetsThemStaysOne) {
  const auto judgement = judged(PlatformStatus::succeeded, {.items = 3}, 3);
  EXPECT_EQ(judgement.status, PlatformStatus::succeeded);
  EXPECT_THAT(judgement.broken, IsEmpty());
}

TEST(Expectations, NothingAtAllIsAnEmptyResultAndAFailure) {
  const auto judgement = judged(PlatformStatus::succeeded, {.items = 0}, 1);
  EXPECT_EQ(judgement.status, PlatformStatus::failed);
  ASSERT_EQ(judgement.broken.size(), 1u);
  EXPECT_EQ(judgement.broken[0].kind, ErrorKind::empty_result);
}

TEST(Expectations, NothingIsFineWhereNothingIsExpected) {
  EXPECT_EQ(judged(PlatformStatus::succeeded, {.items = 0}, 0).status, PlatformStatus::succeeded);
}

TEST(Expectations, TooFewItemsMakeASuccessPartial) {
  const auto judgement = judged(PlatformStatus::succeeded, {.items = 2}, 3);
  EXPECT_EQ(judgement.status, PlatformStatus::partial);
  ASSERT_EQ(judgement.broken.size(), 1u);
  EXPECT_EQ(judgement.broken[0].kind, ErrorKind::expectation);
  EXPECT_EQ(judgement.broken[0].message, "2 items, at least 3 expected");
}

TEST(Expectations, AnErrorMakesASuccessAtBestPartial) {
  EXPECT_EQ(judged(PlatformStatus::succeeded, {.items = 2, .errors = 1}).status, PlatformStatus::partial);
  EXPECT_EQ(judged(PlatformStatus::succeeded, {.items = 0, .errors = 1}).status, PlatformStatus::failed);
}

TEST(Expectations, APartialResultWithoutItemsIsAFailure) {
  EXPECT_EQ(judged(PlatformStatus::partial, {.items = 0, .errors = 1}).status, PlatformStatus::failed);
  EXPECT_EQ(judged(PlatformStatus::partial, {.items = 1, .errors = 1}).status, PlatformStatus::partial);
}

TEST(Expectations, OnlyMoreThanMaxDropIsTooMuch) {
  const Evidence half{.items = 2, .last_good = 4, .missing = 2};
  EXPECT_EQ(judged(PlatformStatus::succeeded, half, 0, 0.5).status, PlatformStatus::succeeded);
  const auto judgement = judged(PlatformStatus::succeeded, half, 0, 0.49);
  EXPECT_EQ(judgement.status, PlatformStatus::partial);
  ASSERT_EQ(judgement.broken.size(), 1u);
  EXPECT_EQ(judgement.broken[0].kind, ErrorKind::expectation);
}

TEST(Expectations, AFailureIsNotHeldAgainstThem) {
  const auto judgement = judged(PlatformStatus::failed, {.items = 0, .last_good = 4, .missing = 4}, 10, 0.1);
  EXPECT_EQ(judgement.status, PlatformStatus::failed);
  EXPECT_THAT(judgement.broken, IsEmpty());
}

class EndPlatform : public StoreTest {
 protected:
  Ended end_expecting(RunId run, std::int64_t min_items, double max_drop) {
    PlatformEnd wanted = ending(run, "a", PlatformStatus::succeeded);
    wanted.min_items = min_items;
    wanted.max_drop = max_drop;
    return must(store->end_platform(wanted));
  }
};

TEST_F(EndPlatform, AnEmptyResultRemovesNothingAndIsRecorded) {
  scrape("a", {{"x", "1"}});
  const RunId run = begin({"a"});
  const auto ended = end_expecting(run, 1, 1.0);
  EXPECT_EQ(ended.outcome.status, PlatformStatus::failed);
  EXPECT_EQ(ended.outcome.errors, 1);
  EXPECT_EQ(ended.run_ended, RunStatus::failed);
  EXPECT_EQ(must(store->list_errors({.run = run})).at(0).record.kind, ErrorKind::empty_result);
  EXPECT_THAT(items(), ElementsAre("x=1"));
}

TEST_F(EndPlatform, MassRemovalIsBraked) {
  scrape("a", {{"1", "1"}, {"2", "1"}, {"3", "1"}, {"4", "1"}});
  scrape("a", {{"new", "1"}}, PlatformStatus::partial);  // is no measure, and takes nothing away
  const RunId run = begin({"a"});
  emit(run, "a", {{"1", "1"}, {"5", "1"}, {"6", "1"}, {"7", "1"}});
  const auto ended = end_expecting(run, 0, 0.5);
  EXPECT_EQ(ended.outcome.status, PlatformStatus::partial);
  EXPECT_EQ(ended.outcome.items, (model::ItemCounts{.total = 4, .added = 3, .unchanged = 1}));
  EXPECT_THAT(must(store->list_errors({.run = run})).at(0).record.message,
              testing::StartsWith("3 of the last good run's 4 items are missing"));
  EXPECT_EQ(items().size(), 8u);
}

TEST_F(EndPlatform, ASmallDropIsARemoval) {
  scrape("a", {{"1", "1"}, {"2", "1"}, {"3", "1"}, {"4", "1"}});
  const RunId run = begin({"a"});
  emit(run, "a", {{"1", "1"}, {"2", "1"}});
  EXPECT_EQ(end_expecting(run, 0, 0.5).outcome.items.removed, 2);
  EXPECT_EQ(items().size(), 2u);
}

TEST_F(EndPlatform, AnEarlierErrorMakesItPartial) {
  scrape("a", {{"x", "1"}});
  const RunId run = begin({"a"});
  emit(run, "a", {{"y", "1"}});
  must(store->add_errors(run, {error("a")}));
  EXPECT_EQ(end(run, "a").outcome.status, PlatformStatus::partial);
  EXPECT_THAT(items(), ElementsAre("x=1", "y=1"));
}

TEST_F(EndPlatform, KeepsThePluginsState) {
  const RunId run = begin({"a"});
  PlatformEnd wanted = ending(run, "a", PlatformStatus::succeeded);
  wanted.state = {{"cursor", "17"}};
  must(store->end_platform(wanted));
  must(store->save_plugin_state("a", {{"cursor", "18"}, {"token", "t"}}));
  EXPECT_THAT(must(store->load_plugin_state("a")),
              ElementsAre(std::pair("cursor", "18"), std::pair("token", "t")));
}

}  // namespace
}  // namespace trawl::store
