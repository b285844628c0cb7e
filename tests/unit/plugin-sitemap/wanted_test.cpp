// Which pages a run takes, by dates, patterns and counts.
#include "plugins/sitemap/wanted.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace trawl::sitemap_plugin;
using testing::ElementsAre;
using testing::IsEmpty;

std::int64_t at(const std::string& date) {
  return trawl::parse_date(date)->seconds;
}

// A run at noon of 2026-11-20, with `more` beside the URL in its configuration.
struct Scene {
  Spec spec;
  Wanted wanted;

  explicit Scene(const std::string& more = R"("kind": "page")",
                 std::optional<std::int64_t> newest_before = {})
      : spec(parse_spec(R"({"url": "http://a/map.xml", )" + more + "}")),
        wanted(spec, at("2026-11-20T12:00:00Z"), newest_before) {}

  static trawl::sitemap::entry entry(const std::string& loc, const std::string& lastmod = "") {
    trawl::sitemap::entry out;
    out.loc = loc;
    out.lastmod = trawl::parse_date(lastmod);
    return out;
  }

  Scene& add(const std::string& loc, const std::string& lastmod = "") {
    wanted.add(entry(loc, lastmod));
    return *this;
  }

  std::vector<trawl::sitemap::entry> taken;
  std::vector<std::string> take() {
    taken = wanted.take();
    std::vector<std::string> out;
    for (const auto& each : taken) out.push_back(each.loc);
    return out;
  }
};

TEST(WantedPages, ComeInTheOrderOfTheSitemapsEachOnce) {
  EXPECT_THAT(Scene().add("b").add("a").add("b").take(), ElementsAre("b", "a"));
}

TEST(WantedPages, ExcludeGoesBeforeInclude) {
  Scene scene(R"("include": ["/article/", "/news/"], "exclude": "\\.pdf$")");
  scene.add("http://a/article/1").add("http://a/news/2").add("http://a/about").add("http://a/article/3.pdf");
  EXPECT_THAT(scene.take(), ElementsAre("http://a/article/1", "http://a/news/2"));
}

TEST(WantedPages, SinceTakesWhatChangedWithinThatTime) {
  Scene scene(R"("since": "7d")");
  scene.add("new", "2026-11-13T12:00:00Z").add("old", "2026-11-13T11:59:59Z").add("undated");
  EXPECT_THAT(scene.take(), ElementsAre("new", "undated"));
}

TEST(WantedPages, DateWithoutATimeMayBeTheLastMomentOfItsDay) {
  Scene scene(R"("since": "7d")");
  scene.add("that day", "2026-11-13").add("the day before", "2026-11-12");
  EXPECT_THAT(scene.take(), ElementsAre("that day"));
}

TEST(WantedPages, UndatedOnesAreSkippedOnlyWhereDatesMatter) {
  EXPECT_THAT(Scene(R"("since": "7d", "undated": "skip")").add("x").take(), IsEmpty());
  EXPECT_THAT(Scene(R"("only_new": true, "undated": "skip")").add("x").take(), IsEmpty());
  EXPECT_THAT(Scene(R"("undated": "skip")").add("x").take(), ElementsAre("x"));
}

TEST(WantedPages, SitemapsThatAnIndexDatesEarlierAreNotAskedFor) {
  Scene scene(R"("since": "7d")");
  EXPECT_FALSE(scene.wanted.may_hold(Scene::entry("m", "2026-11-01")));
  EXPECT_TRUE(scene.wanted.may_hold(Scene::entry("m", "2026-11-13")));
  EXPECT_TRUE(scene.wanted.may_hold(Scene::entry("m")));
  EXPECT_TRUE(Scene().wanted.may_hold(Scene::entry("m", "1999-01-01")));
}

TEST(WantedPages, AreAtMostMaxPagesAndTheRestIsCounted) {
  Scene scene(R"("max_pages": 2)");
  scene.add("c").add("a").add("b").add("a");
  EXPECT_EQ(scene.wanted.found(), 3u);
  EXPECT_EQ(scene.wanted.listed(), 4u);
  EXPECT_THAT(scene.take(), ElementsAre("c", "a"));
}

TEST(OnlyNew, OldestComeFirstAndThoseWithoutADateLast) {
  Scene scene(R"("only_new": true, "max_pages": 3)");
  scene.add("undated").add("3", "2026-11-03").add("1", "2026-11-01");
  for (int day = 10; day < 20; ++day)
    scene.add("later", "2026-11-" + std::to_string(day)).add(std::to_string(day));
  scene.add("2", "2026-11-02");
  EXPECT_THAT(scene.take(), ElementsAre("1", "2", "3")) << "whatever their order in the sitemaps";
}

TEST(OnlyNew, NextRunGoesOnAtTheDateOfTheLastPageTaken) {
  Scene first(R"("only_new": true, "max_pages": 2)");
  first.add("3", "2026-11-03").add("1", "2026-11-01").add("2", "2026-11-02");
  EXPECT_THAT(first.take(), ElementsAre("1", "2"));
  const auto newest = first.wanted.newest_after(first.taken, {});
  EXPECT_EQ(newest, at("2026-11-02"));

  Scene second(R"("only_new": true, "max_pages": 2)", newest);
  second.add("3", "2026-11-03").add("1", "2026-11-01").add("2", "2026-11-02");
  EXPECT_THAT(second.take(), ElementsAre("2", "3"));
}

TEST(OnlyNew, PageThatWasMissedHoldsTheDateBack) {
  Scene scene(R"("only_new": true)", at("2026-11-01"));
  scene.add("2", "2026-11-02").add("3", "2026-11-03").add("4", "2026-11-04");
  scene.take();
  EXPECT_EQ(scene.wanted.newest_after(scene.taken, {"3"}), at("2026-11-03"));
  EXPECT_EQ(scene.wanted.newest_after(scene.taken, {}), at("2026-11-04"));
}

TEST(OnlyNew, DateNeverGoesBackNorAheadOfNow) {
  Scene scene(R"("only_new": true)", at("2026-11-10T08:00:00Z"));
  scene.add("that day", "2026-11-10").add("from the future", "2031-01-01");
  scene.take();
  EXPECT_EQ(scene.wanted.newest_after(scene.taken, {"that day"}), at("2026-11-10T08:00:00Z"));
  EXPECT_EQ(scene.wanted.newest_after(scene.taken, {}), at("2026-11-20T12:00:00Z"));
}

TEST(OnlyNew, WithoutItWhatEarlierRunsTookDoesNotMatter) {
  EXPECT_THAT(Scene(R"("kind": "page")", at("2026-11-10")).add("old", "2020-01-01").take(),
              ElementsAre("old"));
}

}  // namespace
