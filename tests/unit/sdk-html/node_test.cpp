// Reading nodes: texts, attributes, links, metadata, errors.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <trawl/html.hpp>

namespace {

namespace html = trawl::html;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Node, TextIsAllTextBelowNormalised) {
  const auto page = html::parse("<p> a\n\t<b>b</b>&nbsp;&#x200B;c <!-- no --> d </p>");
  EXPECT_EQ(page.css1("p").text(), "a b c d");
  EXPECT_EQ(page.css1("b").text(), "b");
}

TEST(Node, NothingFoundIsEmptyAllTheWay) {
  const auto nothing = html::parse("<p>").css1("h1");
  EXPECT_FALSE(nothing);
  EXPECT_EQ(nothing.text() + nothing.attr("x") + nothing.url() + nothing.html() + nothing.name(), "");
  EXPECT_EQ(nothing.number(), std::nullopt);
  EXPECT_TRUE(nothing.css("p").empty());
  EXPECT_FALSE(nothing.css1("p"));
}

TEST(Node, OutlivesItsDocument) {
  html::node node = html::parse("<p>kept</p>").css1("p");
  EXPECT_EQ(node.text(), "kept");
  std::string texts;
  for (const auto& each : html::parse("<p>a<p>b").css("p")) texts += each.text();
  EXPECT_EQ(texts, "ab");
}

TEST(Node, AttributesKeepTheirValueAndIgnoreCaseOfNames) {
  const auto node = html::parse("<a HREF=' x  y ' title>").css1("a");
  EXPECT_EQ(node.attr("href"), " x  y ");
  EXPECT_EQ(node.attr("Href"), " x  y ");
  EXPECT_TRUE(node.has_attr("title"));
  EXPECT_FALSE(node.has_attr("alt"));
}

TEST(Node, PseudoElementsYieldTextsAndAttributes) {
  const auto page = html::parse("<p> <b>no</b> one<br>two <i>no</i> </p><a href=1 id=x></a><a href=2>");
  EXPECT_THAT(page.css("p::text").texts(), ElementsAre("one", "two"));
  EXPECT_THAT(page.css("a::attr(href)").texts(), ElementsAre("1", "2"));
  EXPECT_THAT(page.css("a::attr(id), b::text").texts(), ElementsAre("no", "x"));
  EXPECT_EQ(page.css1("a::attr(href)").name(), "href");
}

TEST(Node, ScopeIsWhereTheSearchBegan) {
  const auto page = html::parse("<ul><li>a<ul><li>b</ul></ul>");
  EXPECT_EQ(page.css1("ul").css(":scope > li").size(), 1u);
  EXPECT_EQ(page.css1("li").css("li").size(), 1u);
  EXPECT_EQ(page.css1("ul ul").css(":scope").size(), 1u);
  EXPECT_EQ(page.css1("ul ul").css("ul > li").size(), 1u);
}

TEST(Node, TemplatesKeepTheirContentApart) {
  const auto page = html::parse("<p>a<template><p class=t>b</p></template></p>");
  EXPECT_TRUE(page.css(".t").empty());
  EXPECT_EQ(page.css1("body").text(), "a");
  EXPECT_THAT(page.css1("template").html(), HasSubstr("class=\"t\""));
}

TEST(Node, HtmlIsWhatTheStandardWrites) {
  const auto page = html::parse("<p title='a\"&amp;b'>x &lt; y&nbsp;<br><script>1<2</script>");
  EXPECT_EQ(page.css1("p").html(), "<p title=\"a&quot;&amp;b\">x &lt; y&nbsp;<br><script>1<2</script></p>");
}

TEST(Node, RequiredNamesSelectorAndPage) {
  const auto page = html::parse("<p>", {"", "https://a.example/x"});
  EXPECT_EQ(page.required("p").name(), "p");
  try {
    page.required("h1.title");
    FAIL();
  } catch (const trawl::missing_error& error) {
    EXPECT_EQ(error.selector(), "h1.title");
    EXPECT_EQ(error.url(), "https://a.example/x");
    EXPECT_STREQ(error.what(), "'h1.title' finds nothing in https://a.example/x: no part of it matches");
  }
}

TEST(Document, LinksAreAbsoluteFetchableAndEachOnce) {
  const auto page = html::parse(
      "<a href=b>1</a><a href='b#part'>2</a><a href='mailto:x@y'>3</a><a>4</a><img src=//c.example/i>",
      {"", "https://a.example/dir/page"});
  EXPECT_THAT(page.links("a, img"), ElementsAre("https://a.example/dir/b", "https://c.example/i"));
  EXPECT_THAT(page.links("a::attr(href)"), ElementsAre("https://a.example/dir/b"));
}

TEST(Document, BaseElementMovesLinks) {
  const auto page = html::parse("<base href='../other/'><a href=x>", {"", "https://a.example/dir/page"});
  EXPECT_EQ(page.css1("a").url("href"), "https://a.example/other/x");
  EXPECT_EQ(page.url(), "https://a.example/dir/page");
}

TEST(Document, MetaByNamePropertyOrItemprop) {
  const auto page = html::parse(
      "<meta name=Author content=' A  B '><meta property=og:image content=1>"
      "<meta property=og:image content=2><meta itemprop=sku content=3><meta name=empty>");
  EXPECT_EQ(page.meta("author"), "A B");
  EXPECT_THAT(page.metas("og:image"), ElementsAre("1", "2"));
  EXPECT_EQ(page.meta("sku"), "3");
  EXPECT_EQ(page.meta("empty"), "");
}

struct Answer {
  std::string_view body() const { return "<p>\xE9"; }
  std::string_view url() const { return "http://a.example/"; }
  std::string_view header(std::string_view name) const {
    return name == "content-type" ? "text/html; charset=latin2" : "";
  }
};

TEST(Document, ParsesAnythingThatIsLikeAPage) {
  const auto page = html::parse(Answer{});
  EXPECT_EQ(page.encoding(), "ISO-8859-2");
  EXPECT_EQ(page.url(), "http://a.example/");
}

}  // namespace
