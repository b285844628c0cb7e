// From entries to items.
#include <gtest/gtest.h>

#include "plugins/feed/items.hpp"

namespace {

using trawl::feed_plugin::items_of;
using trawl::feed_plugin::parse_spec;

constexpr auto body = R"(<feed xmlns="http://www.w3.org/2005/Atom"><title>Planet</title>
  <author><name>Ann</name></author>
  <entry><id>a</id><title type="html">One &amp;amp; &lt;i&gt;two&lt;/i&gt;</title><link href="/a"/>
    <published>2021-03-05T10:00:00Z</published><summary type="html">&lt;p&gt;x&lt;/p&gt;</summary>
    <category term="news"/><link rel="enclosure" href="/a.mp3" type="audio/mpeg" length="12"/></entry>
  <entry><id>b</id><title>Undated</title></entry></feed>)";

constexpr std::int64_t march_10th = 1615334400;

trawl::feed_plugin::Items read(const std::string& options) {
  const std::string url = "http://a.example/feed";
  return items_of(parse_spec(R"({"urls": "http://a.example/feed")" + options + "}"),
                  trawl::feed::parse(body, {"", url}), url, march_10th);
}

TEST(FeedItems, HaveTheFieldsInTheOrderOfTheConfiguration) {
  const auto found =
      read(R"(, "fields": ["title", "published", "authors", "categories", "enclosures", "summary",
                              "feed_title", "updated"])");
  ASSERT_EQ(found.items.size(), 2u);
  EXPECT_EQ(found.items[0].key, "a");
  EXPECT_EQ(
      found.items[0].json,
      R"({"title":"One & two","published":"2021-03-05T10:00:00Z","authors":["Ann"],"categories":["news"],)"
      R"("enclosures":[{"url":"http://a.example/a.mp3","type":"audio/mpeg","length":12}],"summary":"x",)"
      R"("feed_title":"Planet","updated":null})");
}

TEST(FeedItems, TextsKeepTheirMarkupOnRequest) {
  EXPECT_EQ(read(R"(, "texts": "html", "fields": ["summary"])").items[0].json, R"({"summary":"<p>x</p>"})");
}

TEST(FeedItems, OlderOnesAreLeftOutAndUndatedOnesStay) {
  EXPECT_EQ(read(R"(, "max_age": "5d")").items.size(), 2u) << "five days less fourteen hours";
  const auto found = read(R"(, "max_age": "4d")");
  ASSERT_EQ(found.items.size(), 1u);
  EXPECT_EQ(found.items[0].key, "b");
}

TEST(FeedItems, KeyThatLacksAPartIsAProblemThatNamesTheEntry) {
  const auto found = read(R"(, "key": "{feed_title}/{link}")");
  ASSERT_EQ(found.items.size(), 1u);
  EXPECT_EQ(found.items[0].key, "Planet/http://a.example/a");
  ASSERT_EQ(found.problems.size(), 1u);
  EXPECT_EQ(found.problems[0], "the key needs 'link', which the entry 'Undated' does not have");
}

}  // namespace
