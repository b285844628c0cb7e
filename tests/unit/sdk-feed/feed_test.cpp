// What the formats say, and what is forgiven.
#include <gtest/gtest.h>

#include <trawl/feed.hpp>

namespace {

namespace feed = trawl::feed;

feed::document parse(const std::string& text) {
  return feed::parse(text, {"", "http://a.example/news/feed.xml"});
}

TEST(Feed, LinksAreRelativeToXmlBaseAndThenToTheFeed) {
  const auto found = parse(R"(<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/blog/"><link href="index"/>
    <entry xml:base="2021/"><link href="one"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
    <a href="two">x</a></div></content></entry></feed>)");
  EXPECT_EQ(found.link, "http://a.example/blog/index");
  ASSERT_EQ(found.entries.size(), 1u);
  EXPECT_EQ(found.entries[0].link, "http://a.example/blog/2021/one");
  EXPECT_EQ(found.entries[0].content.value, R"(<a href="http://a.example/blog/2021/two">x</a>)");
  EXPECT_EQ(parse("<rss><channel><item><link>b</link></item></channel></rss>").entries[0].link,
            "http://a.example/news/b");
}

TEST(Feed, JsonFeed) {
  const auto found = parse(R"({"version": "https://jsonfeed.org/version/1.1", "title": "News",
    "home_page_url": "/", "items": [{"id": 7, "url": "/7", "title": "A < B", "content_html": "<p>x</p>",
    "date_published": "2021-03-05T10:00:00+01:00", "authors": [{"name": "Ann"}], "tags": ["t"],
    "attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5}]}]})");
  EXPECT_EQ(found.version, "json11");
  EXPECT_EQ(found.link, "http://a.example/");
  const auto& entry = found.entries.at(0);
  EXPECT_EQ(entry.id, "7");
  EXPECT_EQ(entry.title.plain(), "A < B");
  EXPECT_EQ(entry.content.plain(), "x");
  EXPECT_EQ(entry.published.when->text(), "2021-03-05T09:00:00Z");
  EXPECT_EQ(entry.authors.at(0).name, "Ann");
  EXPECT_EQ(entry.enclosures.at(0).length, 5);
}

TEST(Feed, EntitiesAndAmpersandsAreForgiven) {
  const auto found = parse(
      "<!DOCTYPE rss [<!ENTITY shop \"Shop\">]><rss><channel><title>Q&A &shop; &eacute;&nbsp;&unknown; "
      "&#65;&#0;</title></channel></rss>");
  EXPECT_EQ(found.title.value, "Q&A Shop \xC3\xA9\xC2\xA0&unknown; A&#0;");
}

TEST(Feed, UndeclaredPrefixesMeanWhatTheyUsuallyMean) {
  const auto found = parse(
      "<rss><channel><item><dc:creator>Ann</dc:creator><content:encoded>x</content:encoded>"
      "</item></channel></rss>");
  EXPECT_EQ(found.entries.at(0).authors.at(0).name, "Ann");
  EXPECT_EQ(found.entries.at(0).content.value, "x");
}

TEST(Feed, DocumentThatEndsTooEarlyGivesWhatItHas) {
  const auto found = parse("<rss><channel><title>T</title><item><title>one</title></item><item><title>tw");
  EXPECT_EQ(found.title.value, "T");
  ASSERT_EQ(found.entries.size(), 2u);
  EXPECT_EQ(found.entries[0].title.value, "one");
}

TEST(Feed, CharsetOfTheHeaderIsStrongerThanTheDeclaration) {
  const std::string body =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss><channel><title>\xE9</title></channel></rss>";
  EXPECT_EQ(feed::parse(body, {"text/xml; charset=iso-8859-1", ""}).title.value, "\xC3\xA9");
}

TEST(Feed, DateThatCannotBeReadIsKeptAsWritten) {
  const auto found = parse("<rss><channel><item><pubDate>soon</pubDate></item></channel></rss>");
  EXPECT_EQ(found.entries[0].published.written, "soon");
  EXPECT_FALSE(found.entries[0].published.when);
}

TEST(Feed, PlainTextOfATitleHasNoMarkup) {
  const auto found = parse("<rss><channel><title>&lt;b&gt;A&lt;/b&gt; &amp;amp; B</title></channel></rss>");
  EXPECT_EQ(found.title.plain(), "A & B");
}

TEST(Feed, SaysWhatItIsWhenItIsNone) {
  const auto reason = [](const std::string& text) {
    try {
      parse(text);
    } catch (const feed::error& error) {
      return error.why();
    }
    throw std::logic_error("a feed was found");
  };
  EXPECT_EQ(reason(" \n"), feed::error::reason::empty);
  EXPECT_EQ(reason("<!doctype html><title>x</title>"), feed::error::reason::html);
  EXPECT_EQ(reason("<html><body><p>x"), feed::error::reason::html);
  EXPECT_EQ(reason("<urlset></urlset>"), feed::error::reason::other);
  EXPECT_EQ(reason("Not found"), feed::error::reason::other);
  EXPECT_EQ(reason(R"({"error": "try later"})"), feed::error::reason::other);
  EXPECT_EQ(reason("{"), feed::error::reason::other);
}

}  // namespace
