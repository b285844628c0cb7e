// Which sitemaps a run asks for: those of robots.txt, those of indexes, and where that ends.
#include <gmock/gmock.h>

#include "scene.hpp"

namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

TEST(Sitemaps, RootOfASiteStandsForWhatItsRobotsTxtNames) {
  Scene scene(R"({"url": "http://a/"})");
  scene.bodies = {{"http://a/robots.txt", "User-agent: *\nSitemap: http://a/one.xml\nSitemap: /two.txt\n"},
                  {"http://a/one.xml", urlset(page("http://a/1"))},
                  {"http://a/two.txt", "http://a/2\n"}};
  scene.run();
  EXPECT_THAT(scene.host.items, ElementsAre(HasSubstr("http://a/1"), HasSubstr("http://a/2")));
  EXPECT_THAT(scene.host.reports, IsEmpty());
}

TEST(Sitemaps, SiteThatNamesNoneIsAskedForTheUsualOne) {
  Scene scene(R"({"url": "http://a/"})");
  scene.bodies["http://a/sitemap.xml"] = urlset(page("http://a/1"));
  scene.run();
  EXPECT_EQ(scene.host.items.size(), 1u);

  Scene without(R"({"url": "http://a/"})");
  without.run();
  EXPECT_THAT(without.host.reports, testing::Contains(AllOf(StartsWith("3/no_sitemap/http://a/sitemap.xml/"),
                                                            HasSubstr("give the sitemap's own URL"))));
}

TEST(Sitemaps, AreGoneThroughInTheirOrderWhateverTheOrderOfTheAnswers) {
  for (const bool last_first : {false, true}) {
    Scene scene(R"({"url": "http://a/index.xml"})");
    scene.host.last_first = last_first;
    scene.bodies = {
        {"http://a/index.xml", index_of({"http://a/1.txt", "http://a/gone.txt", "http://a/2.txt"})},
        {"http://a/1.txt", "http://a/x\n"},
        {"http://a/2.txt", "http://a/y\nhttp://a/x\n"}};
    scene.run();
    EXPECT_THAT(scene.host.items,
                ElementsAre(StartsWith("page/http://a/x/"), StartsWith("page/http://a/y/")));
    EXPECT_GT(scene.host.most_under_way, 1u);
  }
}

TEST(Sitemaps, ManyAreReadInPartsAndStayInTheirOrder) {
  Scene scene(R"({"url": "http://a/index.xml"})");
  scene.host.last_first = true;
  std::string index = "<sitemapindex>", wanted;
  for (int i = 0; i < 50; ++i) {
    const std::string map = "http://a/" + std::to_string(i) + ".txt";
    index += "<sitemap><loc>" + map + "</loc></sitemap>";
    scene.bodies[map] = "http://a/page" + std::to_string(i) + "\n";
    wanted += " " + std::to_string(i);
  }
  scene.bodies["http://a/index.xml"] = index + "</sitemapindex>";
  scene.run();
  std::string found;
  for (const std::string& item : scene.host.items) {
    const auto start = item.find("http://a/page") + 13;
    found += " " + item.substr(start, item.find('/', start) - start);
  }
  EXPECT_EQ(found, wanted);
}

TEST(Sitemaps, UrlOfRobotsTxtThatCannotBeFetchedIsTold) {
  Scene scene(R"({"url": "http://a/"})");
  scene.bodies = {{"http://a/robots.txt", "Sitemap: ftp://a/one.xml\nSitemap: http://a/two.txt\n"},
                  {"http://a/two.txt", "http://a/2\n"}};
  scene.run();
  EXPECT_EQ(scene.host.items.size(), 1u);
  EXPECT_THAT(scene.host.reports,
              ElementsAre(AllOf(StartsWith("2/unusable/http://a/"), HasSubstr("ftp://a/one.xml"))));
}

TEST(Sitemaps, SinceLeavesOutSitemapsThatTheIndexDatesEarlier) {
  Scene scene(R"({"url": "http://a/index.xml", "since": "7d"})");
  scene.bodies["http://a/index.xml"] =
      "<sitemapindex><sitemap><loc>http://a/old.xml</loc><lastmod>2026-10-01</lastmod></sitemap>"
      "<sitemap><loc>http://a/new.xml</loc><lastmod>2026-11-19</lastmod></sitemap></sitemapindex>";
  scene.bodies["http://a/new.xml"] = urlset("");
  scene.run();
  EXPECT_THAT(scene.host.fetched, ElementsAre("http://a/index.xml", "http://a/new.xml"));
}

TEST(IndexLoop, IndexThatListsItselfIsRefusedByName) {
  Scene scene(R"({"url": "http://a/index.xml"})");
  scene.bodies = {{"http://a/index.xml", index_of({"http://a/index.xml", "http://a/1.txt"})},
                  {"http://a/1.txt", "http://a/x\n"}};
  EXPECT_EQ(scene.run(), TRAWL_OK);
  EXPECT_THAT(scene.host.reports, ElementsAre(AllOf(StartsWith("3/loop/http://a/index.xml/"),
                                                    HasSubstr("lists 'http://a/index.xml'"))));
  EXPECT_EQ(scene.host.items.size(), 1u) << "the rest of the index is read";
}

TEST(IndexLoop, IndexesThatListEachOtherAreRefusedByName) {
  Scene scene(R"({"url": "http://a/1.xml"})");
  scene.bodies = {{"http://a/1.xml", index_of({"http://a/2.xml"})},
                  {"http://a/2.xml", index_of({"http://a/1.xml"})}};
  scene.run();
  EXPECT_THAT(scene.host.reports, testing::Contains(StartsWith("3/loop/http://a/2.xml/")));
  EXPECT_EQ(scene.host.fetched.size(), 2u);
}

TEST(IndexLoop, RedirectBackToTheIndexIsOneToo) {
  Scene scene(R"({"url": "http://a/1.xml"})");
  scene.bodies["http://a/1.xml"] = index_of({"http://a/2.xml"});
  scene.redirects["http://a/2.xml"] = "http://a/1.xml";
  scene.run();
  EXPECT_THAT(scene.host.reports, testing::Contains(StartsWith("3/loop/")));
  EXPECT_EQ(scene.host.fetched.size(), 2u);
}

TEST(IndexLoop, IndexKnowsItselfBehindARedirect) {
  Scene scene(R"({"url": "http://a/old.xml"})");
  scene.redirects["http://a/old.xml"] = "http://a/index.xml";
  scene.bodies["http://a/index.xml"] = index_of({"http://a/index.xml"});
  scene.run();
  EXPECT_THAT(scene.host.reports, testing::Contains(StartsWith("3/loop/")));
  EXPECT_THAT(scene.host.fetched, ElementsAre("http://a/old.xml"));
}

TEST(IndexLoop, SitemapThatTwoIndexesListIsNone) {
  Scene scene(R"({"url": ["http://a/1.xml", "http://a/2.xml"]})");
  scene.bodies = {{"http://a/1.xml", index_of({"http://a/x.txt"})},
                  {"http://a/2.xml", index_of({"http://a/x.txt"})},
                  {"http://a/x.txt", "http://a/x\n"}};
  scene.run();
  EXPECT_THAT(scene.host.reports, IsEmpty());
  EXPECT_EQ(scene.host.fetched.size(), 3u);
}

TEST(IndexBounds, IndexesWithinIndexesAreFollowedFiveDeep) {
  Scene scene(R"({"url": "http://a/1.xml"})");
  for (int depth = 1; depth < 10; ++depth) {
    scene.bodies["http://a/" + std::to_string(depth) + ".xml"] =
        index_of({("http://a/" + std::to_string(depth + 1) + ".xml").c_str()});
  }
  scene.run();
  EXPECT_EQ(scene.host.fetched.size(), 5u);
  EXPECT_THAT(scene.host.reports,
              testing::Contains(AllOf(StartsWith("2/limits/http://a/6.xml/"), HasSubstr("5 deep"))));
}

TEST(IndexBounds, SitemapWithTooManyEntriesIsAnErrorByName) {
  Scene scene(R"({"url": "http://a/map.txt"})");
  std::string text;
  for (int i = 0; i <= 200'000; ++i) text += "http://a/" + std::to_string(i) + "\n";
  scene.bodies["http://a/map.txt"] = text;
  scene.run();
  EXPECT_THAT(scene.host.reports, testing::Contains(AllOf(StartsWith("3/limits/http://a/map.txt/"),
                                                          HasSubstr("200000 entries"))));
}

TEST(IndexBounds, MoreThanMaxSitemapsAreLeftOutAndTold) {
  Scene scene(R"({"url": "http://a/index.xml", "max_sitemaps": 2})");
  scene.bodies = {{"http://a/index.xml", index_of({"http://a/1.txt", "http://a/2.txt", "http://a/3.txt"})},
                  {"http://a/1.txt", "http://a/x\n"}};
  scene.run();
  EXPECT_THAT(scene.host.fetched, ElementsAre("http://a/index.xml", "http://a/1.txt"));
  EXPECT_THAT(scene.host.reports, ElementsAre(AllOf(StartsWith("2/limits/http://a/2.txt/"),
                                                    HasSubstr("this sitemap and 1 more are left out"))));
}

}  // namespace
