// Reports about selectors, expressions and paths that find nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <trawl/html.hpp>

namespace {

namespace html = trawl::html;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

std::string repeated(int count, const std::string& text) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

std::string why(const std::string& page, const char* selector) {
  return html::parse(page).why_none(selector);
}

std::string why_xpath(const std::string& page, const char* expression) {
  return html::parse(page).why_no_xpath(expression);
}

const std::string cards = repeated(20, "<div class=card><span class=amount>1</span><b>x</b></div>");

TEST(WhyNone, NothingIsSaidAboutASelectorThatFinds) {
  EXPECT_EQ(why(cards, "div.card > span"), "");
  EXPECT_EQ(why_xpath(cards, "//div"), "");
}

TEST(WhyNone, LongestBeginningAndTheTestThatFailsAreNamed) {
  EXPECT_EQ(
      why(cards, "div.card > span.price"),
      "'div.card > span.price' finds nothing: 'div.card' matches 20 times; 'div.card > span' matches 20 "
      "times, but none has class 'price' (classes there: amount)");
}

TEST(WhyNone, ElementsThatStandThereInstead) {
  EXPECT_THAT(why(cards, "div.card > em"), EndsWith("'div.card > *' matches 40 times, but none is <em> "
                                                    "(elements there: b, span)"));
  EXPECT_THAT(why("<ul class=x></ul>", ".x > li"),
              EndsWith("'.x' matches once; there is nothing at '.x > *'"));
}

TEST(WhyNone, LikelyClassesComeFirst) {
  const std::string page = repeated(9, "<p class='a b c d e'>") + "<p class='product_price'>";
  EXPECT_THAT(why(page, "p.price"), HasSubstr("(classes there: product_price, a, b, c, ...)"));
}

TEST(WhyNone, OneCompoundAlone) {
  EXPECT_EQ(why(cards, ".crad"),
            "'.crad' finds nothing: nothing has class 'crad' (classes there: amount, card)");
  EXPECT_EQ(why("<p id=top>", "#bottom"),
            "'#bottom' finds nothing: nothing has id 'bottom' (ids there: top)");
  EXPECT_THAT(why(cards, "article"), EndsWith("nothing is <article> (elements there: b, div, span)"));
}

TEST(WhyNone, BothTestsWhenEachFailsOnItsOwn) {
  const std::string text =
      why("<div><i class=price></i></div><div><span></span><span></span></div>", "div > span.price");
  EXPECT_THAT(text, HasSubstr("'div > .price' matches once, but none is <span> (elements there: i)"));
  EXPECT_THAT(text, HasSubstr("'div > span' matches 2 times, but none has class 'price'"));
}

TEST(WhyNone, AttributesAndTheirValues) {
  EXPECT_THAT(why("<a href=/x data-id=3>", "a[data-id='4']"),
              EndsWith("'a' matches once, but none fits '[data-id='4']' (values there: 3)"));
  EXPECT_THAT(why("<a href=/x>", "a[rel]"),
              EndsWith("'a' matches once, but none has attribute 'rel' (attributes there: href)"));
}

TEST(WhyNone, PseudoClassesAreQuotedAsWritten) {
  EXPECT_THAT(why("<p>soon<p>later", "p:contains('now')"),
              EndsWith("'p' matches 2 times, but none fits ':contains('now')'"));
  EXPECT_THAT(why("<ul><li>a</ul>", "ul li:nth-child(3)"), HasSubstr("but none fits ':nth-child(3)'"));
}

TEST(WhyNone, DescendantsThatAreNoChildren) {
  EXPECT_THAT(why("<div><p><b></b></p></div>", "div > b"),
              HasSubstr("'div b' matches once, never as a child"));
}

TEST(WhyNone, FollowersThatAreNotTheNext) {
  EXPECT_THAT(why("<h1></h1><hr><p></p>", "h1 + p"),
              HasSubstr("'h1 ~ p' matches once, never right after it"));
}

TEST(WhyNone, TheSamePartElsewhere) {
  EXPECT_THAT(why("<div class=a></div><div class=b><i class=price></i></div>", ".a .price"),
              HasSubstr("'.price' matches once, but not there"));
}

TEST(WhyNone, AttributeOrTextToTakeThatIsNotThere) {
  EXPECT_THAT(why("<a name=x>", "a::attr(href)"),
              EndsWith("'a' matches once, but none has attribute 'href' (attributes there: name)"));
  EXPECT_THAT(why("<p><b>x</b></p>", "p::text"),
              EndsWith("'p' matches once, but none has text directly in it"));
}

TEST(WhyNone, InsideAnElementItSaysThatThePageHasMore) {
  const auto page = html::parse("<li class=a><i>1</i></li><li class=b><u>2</u></li>");
  EXPECT_EQ(
      page.css1("li.b").why_none("i"),
      "'i' finds nothing: it matches elsewhere in the page, not in this <li class=\"b\">; nothing is <i> "
      "(elements there: u)");
}

TEST(WhyNone, TheNearestOfSeveralAlternatives) {
  EXPECT_THAT(why(cards, "article > p, div.card > span.price"), HasSubstr("'div.card' matches 20 times"));
}

TEST(WhyNone, PartsAreQuotedWhateverIsInThem) {
  const std::string page = "<div class='a.b' title='x > y, z'><p></p></div>";
  EXPECT_THAT(why(page, ".a\\.b[title='x > y, z'] > i"),
              HasSubstr("'.a\\.b[title='x > y, z']' matches once"));
  EXPECT_THAT(why(page, "/* c > d */ div:not(.x, .y) > i"), HasSubstr("'div:not(.x, .y)' matches once"));
  EXPECT_THAT(why("<p>it's so</p>", "p:contains(it's so) > i"),
              HasSubstr("'p:contains(it's so)' matches once"));
}

TEST(WhyNone, ReportsAreShortWhateverThePageHolds) {
  const std::string page =
      "<div class='" + repeated(300, "wide\xC3\xA4 ") + "'><p id='" + std::string(5000, 'x') + "'>";
  const std::string text = why(page, "div.none > p#q[title][lang].a.b.c");
  EXPECT_LE(text.size(), 400u);
  EXPECT_LE(why(page, (std::string("div") + repeated(200, " > p.none")).c_str()).size(), 400u);
  EXPECT_LE(why(page, "p#none").size(), 400u);
}

TEST(WhyNone, WorkIsBoundedOnDeepPages) {
  const auto page = html::parse(repeated(4000, "<div class=a>"));
  std::string selector;
  for (int i = 0; i < 60; ++i) selector += ".a ";
  EXPECT_THAT(page.why_none(html::selector(selector + ".b")), HasSubstr("but none has class 'b'"));
}

TEST(WhyNone, EmptyNodesAndAttributes) {
  EXPECT_THAT(html::node().why_none("p"), HasSubstr("a node that was not found itself"));
  EXPECT_THAT(html::parse("<a href=x>").css1("a::attr(href)").why_none("p"),
              HasSubstr("looked for in an attribute"));
}

TEST(Required, ErrorCarriesUrlSelectorAndNearest) {
  const auto page = html::parse(cards, {"", "https://a.example/x"});
  try {
    page.required("div.card > span.price");
    FAIL();
  } catch (const trawl::missing_error& error) {
    EXPECT_EQ(error.url(), "https://a.example/x");
    EXPECT_EQ(error.selector(), "div.card > span.price");
    EXPECT_THAT(error.nearest(), StartsWith("'div.card' matches 20 times; "));
    EXPECT_THAT(error.what(),
                StartsWith("'div.card > span.price' finds nothing in https://a.example/x: 'div.card'"));
  }
}

TEST(WhyNoneXPath, LongestBeginningAndItsPredicates) {
  EXPECT_EQ(
      why_xpath(cards, "//div[@class='card']/span[@class='price']"),
      "'//div[@class='card']/span[@class='price']' finds nothing: '//div[@class='card']/span' selects 20 "
      "nodes, but none fits '[@class='price']'");
  EXPECT_THAT(
      why_xpath(cards, "//div[@class='card']/em/text()"),
      EndsWith("'//div[@class='card']' selects 20 nodes, but nothing at '/em' (elements there: b, span)"));
}

TEST(WhyNoneXPath, LooksIntoFunctions) {
  EXPECT_THAT(why_xpath("<p><i>x</i>", "normalize-space(string(//p/b))"),
              EndsWith("'//p' selects 1 node, but nothing at '/b' (elements there: i)"));
}

TEST(WhyNoneXPath, SaysNoMoreAboutWhatIsNoPath) {
  EXPECT_EQ(why_xpath("<p>", "//a | //b"), "'//a | //b' finds nothing");
  EXPECT_EQ(why_xpath("<p>", "//a"), "'//a' finds nothing");
}

html::document with_jsonld(const std::string& json) {
  return html::parse("<script type=application/ld+json>" + json + "</script>");
}

TEST(WhyNoJsonLd, KeysOfTheNodeThatIsThere) {
  const auto page =
      with_jsonld(R"({"@type":"Recipe","name":"x","cookTime":"1","author":{"@type":"Person","name":"y"}})");
  EXPECT_EQ(
      page.why_no_jsonld("Recipe/totalTime"),
      "'Recipe/totalTime' finds nothing: there is 'Recipe' without 'totalTime' (keys there: @type, author, "
      "cookTime, name)");
  EXPECT_THAT(page.why_no_jsonld("Recipe/author/url"),
              HasSubstr("there is 'Recipe/author' without 'url' (keys there: @type, name)"));
  EXPECT_EQ(page.why_no_jsonld("Recipe/name"), "");
}

TEST(WhyNoJsonLd, TypesThatAreThere) {
  EXPECT_EQ(
      with_jsonld(R"({"@type":"https://schema.org/Article","author":{"@type":"Person"}})")
          .why_no_jsonld("Recipe/name"),
      "'Recipe/name' finds nothing: there is no 'Recipe' in the JSON-LD (types there: Article, Person)");
  EXPECT_THAT(html::parse("<p>").why_no_jsonld("Recipe/name"), EndsWith("the page has no JSON-LD"));
  EXPECT_THAT(html::parse("<p>").why_no_microdata("Recipe/name"), EndsWith("the page has no microdata"));
  EXPECT_THAT(with_jsonld(R"({"@type":"Recipe","name":""})").why_no_jsonld("Recipe/name"),
              EndsWith("it is there, but empty"));
}

TEST(WhyNoMeta, NamesThatAreThere) {
  EXPECT_EQ(
      html::parse("<meta name=viewport content=x><meta property=og:title content=y>").why_no_meta("og:titel"),
      "'og:titel' finds nothing: no <meta> has that name (names there: og:title, viewport)");
  EXPECT_THAT(html::parse("<meta name=author>").why_no_meta("author"), EndsWith("is there, without content"));
}

}  // namespace
