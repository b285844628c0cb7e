#include "tests/unit/store/store_fixture.hpp"

namespace trawl::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Items = StoreTest;

std::string text(const ItemChange& change) {
  return change.op + " " + change.platform + "/" + change.key + " " + change.before + "->" + change.after;
}

TEST_F(Items, AreInvisibleUntilTheirPlatformEnds) {
  const RunId run = begin({"a"});
  emit(run, "a", {{"x", "1"}});
  EXPECT_THAT(items(), IsEmpty());
  EXPECT_EQ(must(store->counts()).items, 0);
  const auto counts = end(run, "a").outcome.items;
  EXPECT_EQ(counts, (model::ItemCounts{.total = 1, .added = 1}));
  EXPECT_THAT(items(), ElementsAre("x=1"));
  EXPECT_EQ(must(store->counts()).items, 1);
}

TEST_F(Items, ASuccessAddsChangesRemovesAndCountsTheUnchanged) {
  scrape("a", {{"same", "1"}, {"changing", "1"}, {"going", "1"}});
  const RunId run = begin({"a"});
  emit(run, "a", {{"new", "1"}, {"changing", "2"}, {"same", "1"}});
  EXPECT_EQ(end(run, "a").outcome.items,
            (model::ItemCounts{.total = 3, .added = 1, .changed = 1, .removed = 1, .unchanged = 1}));
  EXPECT_THAT(items(), ElementsAre("same=1", "changing=2", "new=1"));
}

TEST_F(Items, APartialResultAddsAndChangesButRemovesNothing) {
  scrape("a", {{"same", "1"}, {"changing", "1"}, {"absent", "1"}});
  const RunId run = begin({"a"});
  emit(run, "a", {{"new", "1"}, {"changing", "2"}, {"same", "1"}});
  EXPECT_EQ(end(run, "a", PlatformStatus::partial).outcome.items,
            (model::ItemCounts{.total = 3, .added = 1, .changed = 1, .unchanged = 1}));
  EXPECT_THAT(items(), ElementsAre("same=1", "changing=2", "absent=1", "new=1"));
}

TEST_F(Items, AFailureChangesNothing) {
  scrape("a", {{"x", "1"}});
  for (const auto status : {PlatformStatus::failed, PlatformStatus::cancelled, PlatformStatus::interrupted}) {
    const RunId run = begin({"a"});
    emit(run, "a", {{"x", "2"}, {"y", "1"}});
    EXPECT_EQ(end(run, "a", status).outcome.items, model::ItemCounts{});
    EXPECT_THAT(items(), ElementsAre("x=1"));
  }
  EXPECT_EQ(number("SELECT count(*) FROM items"), 1);
  EXPECT_EQ(number("SELECT count(*) FROM item_versions"), 1);
  EXPECT_EQ(number("SELECT count(*) FROM seen"), 0);
}

TEST_F(Items, OfTheSameKeyTheLastWins) {
  scrape("a", {{"old", "1"}, {"back", "1"}});
  const RunId run = begin({"a"});
  emit(run, "a", {{"new", "1"}, {"old", "2"}, {"back", "2"}});
  emit(run, "a", {{"new", "2"}, {"old", "3"}, {"back", "1"}, {"new", "3"}});
  EXPECT_EQ(end(run, "a").outcome.items,
            (model::ItemCounts{.total = 3, .added = 1, .changed = 1, .unchanged = 1}));
  EXPECT_THAT(items(), ElementsAre("old=3", "back=1", "new=3"));
}

TEST_F(Items, AKeySeenAsItWasAndThenChangedIsChanged) {
  scrape("a", {{"x", "1"}});
  const RunId run = begin({"a"});
  emit(run, "a", {{"x", "1"}, {"x", "2"}});
  EXPECT_EQ(end(run, "a").outcome.items, (model::ItemCounts{.total = 1, .changed = 1}));
  EXPECT_EQ(number("SELECT count(*) FROM seen"), 0);
}

TEST_F(Items, ReturnAfterTheirRemovalAndCountAsAdded) {
  scrape("a", {{"x", "1"}, {"y", "1"}});
  const RunId without = scrape("a", {{"y", "1"}});
  const RunId with = begin({"a"});
  emit(with, "a", {{"x", "1"}, {"y", "1"}});
  EXPECT_EQ(end(with, "a").outcome.items, (model::ItemCounts{.total = 2, .added = 1, .unchanged = 1}));
  const auto changes = must(store->diff(without, with));
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(text(changes[0]), "returned a/x ->1");
}

TEST_F(Items, KeysOfDifferentKindsAndPlatformsAreDifferentItems) {
  const RunId run = begin({"a", "b"});
  must(store->add_items(run, "a", {{"book", "1", "{}"}, {"author", "1", "{}"}}));
  must(store->add_items(run, "b", {{"book", "1", "{}"}}));
  end(run, "a");
  end(run, "b");
  EXPECT_EQ(must(store->counts()).items, 3);
  EXPECT_EQ(items({.platform = "b"}).size(), 1u);
}

TEST_F(Items, KeepTheOrderOfTheirFirstEmissionAndPageByPosition) {
  KeysAndData many;
  for (int i = 0; i < 100; ++i) many.emplace_back("quote" + std::to_string(99 - i), "1");
  scrape("a", many);
  std::vector<std::string> paged;
  ItemFilter filter{.platform = "a", .limit = 7};
  for (auto page = must(store->list_items(filter)); !page.empty(); page = must(store->list_items(filter))) {
    for (const auto& item : page) paged.push_back(item.key);
    filter.after = page.back().position;
  }
  ASSERT_EQ(paged.size(), 100u);
  for (std::size_t i = 0; i < paged.size(); ++i) EXPECT_EQ(paged[i], many[i].first);
}

TEST_F(Items, KnowTheRunThatFirstSawThemAndTheOneThatLastChangedThem) {
  scrape("a", {{"x", "1"}});
  scrape("a", {{"x", "2"}});
  scrape("a", {{"x", "2"}});
  const auto item = must(store->list_items({})).at(0);
  EXPECT_EQ(item.first_run, 1);
  EXPECT_EQ(item.changed_run, 2);
}

TEST_F(Items, OfARunAreAsItLeftThem) {
  const RunId first = scrape("a", {{"x", "1"}, {"y", "1"}});
  const RunId second = scrape("a", {{"x", "2"}});
  const RunId third = scrape("a", {{"y", "1"}, {"z", "1"}});
  EXPECT_THAT(items_of_run(first), ElementsAre("x=1", "y=1"));
  EXPECT_THAT(items_of_run(second), ElementsAre("x=2"));
  EXPECT_THAT(items_of_run(third), ElementsAre("y=1", "z=1"));
  EXPECT_EQ(refused(store->list_items({.run = 99})), Code::run_not_found);
}

TEST_F(Items, OfARunAreThoseOfThePlatformsItPublished) {
  scrape("a", {{"x", "1"}});
  const RunId run = begin({"a", "b", "c"});
  emit(run, "a", {{"x", "2"}});
  emit(run, "b", {{"y", "1"}});
  end(run, "a", PlatformStatus::failed);
  end(run, "b", PlatformStatus::partial);
  EXPECT_THAT(items_of_run(run), ElementsAre("y=1"));
}

TEST_F(Items, FollowTheOrderOfThePlatformsNotOfTheRunIds) {
  const RunId early = create({"a"}), late = create({"a"});
  begin_run(late, {"a"});
  emit(late, "a", {{"x", "1"}});
  end(late, "a");
  begin_run(early, {"a"});
  emit(early, "a", {{"x", "2"}});
  end(early, "a");
  EXPECT_THAT(items_of_run(late), ElementsAre("x=1"));
  EXPECT_THAT(items_of_run(early), ElementsAre("x=2"));
  EXPECT_EQ(text(must(store->diff(late, early)).at(0)), "changed a/x 1->2");
}

TEST_F(Items, DifferBetweenTwoRunsInTheirSharedPlatforms) {
  const RunId first = begin({"a", "b"});
  emit(first, "a", {{"same", "1"}, {"changing", "1"}, {"going", "1"}});
  end(first, "a");
  end(first, "b", PlatformStatus::failed);
  const RunId second = begin({"a", "b", "c"});
  emit(second, "a", {{"same", "1"}, {"changing", "2"}, {"new", "1"}});
  emit(second, "b", {{"y", "1"}});
  emit(second, "c", {{"z", "1"}});
  end(second, "a");
  end(second, "b");
  EXPECT_EQ(refused(store->diff(first, second)), Code::run_active);
  end(second, "c");
  std::vector<std::string> changes;
  for (const auto& change : must(store->diff(first, second))) changes.push_back(text(change));
  EXPECT_THAT(changes, ElementsAre("changed a/changing 1->2", "removed a/going 1->", "added a/new ->1",
                                   "added b/y ->1"));
  EXPECT_THAT(must(store->diff(first, first)), IsEmpty());
  EXPECT_EQ(refused(store->diff(first, 99)), Code::run_not_found);
}

TEST_F(Items, DifferFromWhatAPlatformThatNeverRanHadFound) {
  scrape("a", {{"x", "1"}});
  const RunId cancelled = create({"a"});
  must(store->cancel_run(cancelled, now, {}));
  const RunId later = scrape("a", {{"x", "2"}});
  EXPECT_EQ(text(must(store->diff(cancelled, later)).at(0)), "changed a/x 1->2");
}

}  // namespace
}  // namespace trawl::store
