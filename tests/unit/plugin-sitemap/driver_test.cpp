// From sitemaps to items: entries, pages read by fields, what runs remember, what they report.
#include <gmock/gmock.h>

#include "scene.hpp"

namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

TEST(SitemapPlugin, WithoutFieldsAnItemIsTheEntryOfThePage) {
  Scene scene(R"({"url": "http://a/map.xml"})");
  scene.bodies["http://a/map.xml"] =
      urlset(page("http://a/1",
                  "<lastmod>2026-11-19</lastmod><changefreq>daily</changefreq><priority>0.5</priority>"
                  "<xhtml:link rel='alternate' hreflang='de' href='http://a/de/1'/>") +
             page("http://a/2"));
  EXPECT_EQ(scene.run(), TRAWL_OK);
  EXPECT_THAT(
      scene.host.items,
      ElementsAre(R"(page/http://a/1/{"loc":"http://a/1","lastmod":"2026-11-19","changefreq":"daily",)"
                  R"("priority":0.5,"alternates":[{"lang":"de","href":"http://a/de/1"}]})",
                  R"(page/http://a/2/{"loc":"http://a/2","lastmod":null,"changefreq":null,)"
                  R"("priority":null,"alternates":[]})"));
  EXPECT_THAT(scene.host.reports, IsEmpty());
  EXPECT_THAT(scene.host.fetched, ElementsAre("http://a/map.xml"));
}

TEST(SitemapPlugin, WithFieldsEachPageIsReadAsTheHtmlPluginReadsIt) {
  for (const bool last_first : {false, true}) {
    Scene scene(R"({"url": "http://a/map.txt", "include": "/p/", "kind": "product",
                    "fields": {"title": {"css": "h1", "required": true}, "price": {"css": "b", "type": "number"}}})");
    scene.host.last_first = last_first;
    scene.bodies = {{"http://a/map.txt", "http://a/p/1\nhttp://a/about\nhttp://a/p/2\n"},
                    {"http://a/p/1", "<h1>One</h1><b>1.50</b>"},
                    {"http://a/p/2", "<h1>Two</h1>"}};
    EXPECT_EQ(scene.run(), TRAWL_OK);
    EXPECT_THAT(scene.host.items, ElementsAre(R"(product/http://a/p/1/{"title":"One","price":1.5})",
                                              R"(product/http://a/p/2/{"title":"Two","price":null})"));
  }
}

TEST(SitemapPlugin, MissingFieldNamesUrlSelectorAndTheNearestMatch) {
  Scene scene(R"({"url": "http://a/map.txt", "fields": {"price": {"css": "div > b.price", "required": true},
                  "title": {"css": "h1"}}})");
  scene.bodies = {{"http://a/map.txt", "http://a/1\n"},
                  {"http://a/1", "<h1>One</h1><div><b class=cost>1</b></div>"}};
  scene.run();
  EXPECT_THAT(scene.host.items, IsEmpty());
  EXPECT_THAT(scene.host.reports,
              ElementsAre(AllOf(StartsWith("3/missing_field/http://a/1/"), HasSubstr("'div > b.price'"),
                                HasSubstr("'div > b' matches once"), HasSubstr("cost"))));
}

TEST(SitemapPlugin, OnlyNewTakesWhatChangedSinceTheLastRun) {
  const std::string config =
      R"({"url": "http://a/map.xml", "only_new": true, "fields": {"t": {"css": "p"}}})";
  const auto dated = [](const std::string& loc, const std::string& day) {
    return page(loc, "<lastmod>2026-11-" + day + "</lastmod>");
  };
  Scene first(config);
  first.bodies = {{"http://a/map.xml", urlset(dated("http://a/1", "01") + dated("http://a/2", "02"))},
                  {"http://a/1", "<p>1"},
                  {"http://a/2", "<p>2"}};
  first.run();
  EXPECT_EQ(first.host.items.size(), 2u);

  Scene second(config);
  second.host.state = first.host.state;
  second.bodies = first.bodies;
  second.bodies["http://a/map.xml"] =
      urlset(dated("http://a/1", "01") + dated("http://a/2", "02") + dated("http://a/3", "03"));
  second.bodies["http://a/3"] = "<p>3";
  second.run();
  EXPECT_THAT(second.host.fetched, ElementsAre("http://a/map.xml", "http://a/2", "http://a/3"));
}

TEST(SitemapPlugin, WhatMayComeBackIsAskedForAgainAndWhatIsGoneIsNot) {
  for (const auto& [status, asked_again] : {std::pair(503, true), std::pair(404, false)}) {
    Scene scene(R"({"url": "http://a/map.xml", "only_new": true, "fields": {"t": {"css": "p"}}})");
    scene.bodies = {{"http://a/map.xml", urlset(page("http://a/1", "<lastmod>2026-11-01</lastmod>") +
                                                page("http://a/2", "<lastmod>2026-11-02</lastmod>"))},
                    {"http://a/1", ""},
                    {"http://a/2", "<p>2"}};
    scene.statuses["http://a/1"] = status;
    scene.run();
    Scene next(scene.host.config[""]);
    next.host.state = scene.host.state;
    next.bodies = scene.bodies;
    next.run();
    EXPECT_EQ(std::count(next.host.fetched.begin(), next.host.fetched.end(), "http://a/1"), asked_again)
        << status;
  }
}

TEST(SitemapPlugin, SitemapThatFailsKeepsTheDateWhereItWas) {
  Scene scene(R"({"url": ["http://a/1.xml", "http://a/2.xml"], "only_new": true})");
  scene.host.state["newest"] = "1700000000";
  scene.bodies = {{"http://a/1.xml", urlset(page("http://a/1", "<lastmod>2026-11-01</lastmod>"))},
                  {"http://a/2.xml", ""}};
  scene.statuses["http://a/2.xml"] = 500;
  scene.run();
  EXPECT_EQ(scene.host.items.size(), 1u);
  EXPECT_EQ(scene.host.state["newest"], "1700000000");
}

TEST(SitemapPlugin, StateThatCannotBeReadCountsAsNone) {
  Scene scene(R"({"url": "http://a/map.xml", "only_new": true})");
  scene.host.state["newest"] = "99999999999999999999999";
  scene.bodies["http://a/map.xml"] = urlset(page("http://a/1", "<lastmod>2026-11-01</lastmod>"));
  scene.run();
  EXPECT_EQ(scene.host.items.size(), 1u);
}

TEST(SitemapPlugin, MaxPagesIsToldAndSoIsTheRunThatCannotGoOn) {
  const std::string config = R"({"url": "http://a/map.xml", "only_new": true, "max_pages": 1})";
  const std::string map = urlset(page("http://a/1", "<lastmod>2026-11-01</lastmod>") +
                                 page("http://a/2", "<lastmod>2026-11-01</lastmod>"));
  Scene first(config);
  first.bodies["http://a/map.xml"] = map;
  first.run();
  EXPECT_THAT(first.host.reports,
              ElementsAre(AllOf(StartsWith("2/limits"), HasSubstr("1 of 2 pages are taken"),
                                Not(HasSubstr("raise max_pages")))));
  Scene second(config);
  second.host.state = first.host.state;
  second.bodies["http://a/map.xml"] = map;
  second.run();
  EXPECT_THAT(second.host.reports, ElementsAre(HasSubstr("raise max_pages")));
}

TEST(SitemapPlugin, WhatIsNoSitemapSaysWhatItIs) {
  Scene scene(R"({"url": "http://a/map.xml"})");
  scene.bodies["http://a/map.xml"] = "<!doctype html><title>Just a moment</title>";
  EXPECT_EQ(scene.run(), TRAWL_OK);
  EXPECT_THAT(scene.host.reports, Contains(AllOf(StartsWith("3/not_a_sitemap/http://a/map.xml/"),
                                                 HasSubstr("an HTML page"), HasSubstr("'Just a moment'"))));
}

TEST(SitemapPlugin, NoPageThatFitsIsAWarning) {
  Scene scene(R"({"url": "http://a/map.txt", "include": "/article/"})");
  scene.bodies["http://a/map.txt"] = "http://a/1\nhttp://a/2\n";
  scene.run();
  EXPECT_THAT(scene.host.reports,
              ElementsAre(AllOf(StartsWith("2/empty_result"), HasSubstr("none of the 2 pages"))));
}

TEST(SitemapPlugin, EntriesWithoutAUrlAreToldOnceForASitemap) {
  Scene scene(R"({"url": "http://a/map.xml"})");
  scene.bodies["http://a/map.xml"] = urlset("<url/><url/>" + page("http://a/1"));
  scene.run();
  EXPECT_THAT(scene.host.reports, ElementsAre(AllOf(StartsWith("2/unusable"), HasSubstr("2 entries"))));
}

TEST(SitemapPlugin, BadConfigurationFailsTheRunWithItsPlace) {
  Scene scene(R"({"url": "http://a/map.xml", "include": "("})");
  EXPECT_EQ(scene.run(), TRAWL_FAILED);
  EXPECT_THAT(scene.host.reports, ElementsAre(HasSubstr("config/include: ")));
  EXPECT_THAT(scene.host.fetched, IsEmpty());
}

}  // namespace
