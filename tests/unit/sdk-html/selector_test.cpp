// What selectors find, and what they are refused for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <trawl/html.hpp>

namespace {

namespace html = trawl::html;

// The ids that a selector finds, joined by spaces.
std::string ids(const std::string& page, const std::string& selector) {
  std::string out;
  for (const auto& node : html::parse(page).css(selector)) out += (out.empty() ? "" : " ") + node.attr("id");
  return out;
}

constexpr auto list = "<ul id=u><li id=a class='x y'>1<li id=b>2<li id=c class=X lang=de-CH>3<li id=d>4</ul>";

TEST(Selector, TypesIdsClassesAndCombinators) {
  EXPECT_EQ(ids(list, "UL > li.x"), "a");
  EXPECT_EQ(ids(list, "#a + li"), "b");
  EXPECT_EQ(ids(list, "#a ~ .X, #b"), "b c");
  EXPECT_EQ(ids(list, "ul>li#d"), "d");
  EXPECT_EQ(ids(list, "body li.y.x"), "a");
  EXPECT_EQ(ids("<p id=\xC3\xA4>", "#\\e4"), "\xC3\xA4");
}

TEST(Selector, Attributes) {
  EXPECT_EQ(ids(list, "[class~=y]"), "a");
  EXPECT_EQ(ids(list, "[class=x i]"), "c");
  EXPECT_EQ(ids(list, "[lang|=DE]"), "c");
  EXPECT_EQ(ids(list, "[id^='a'], [id$=\"d\"]"), "a d");
  EXPECT_EQ(ids(list, "li:not([class*=x i])"), "b d");
  EXPECT_EQ(ids("<input id=a type=TEXT><input id=b type=text>", "[type=text]"), "a b");
  EXPECT_EQ(ids("<input id=a type=TEXT><input id=b type=text>", "[type=text s]"), "b");
}

TEST(Selector, Positions) {
  EXPECT_EQ(ids(list, "li:nth-child(2n+1)"), "a c");
  EXPECT_EQ(ids(list, "li:nth-child( -n + 2 )"), "a b");
  EXPECT_EQ(ids(list, "li:nth-last-child(2)"), "c");
  EXPECT_EQ(ids(list, "li:first-child, li:last-of-type"), "a d");
  EXPECT_EQ(ids(list, "li:nth-child(2 of [class])"), "c");
  EXPECT_EQ(ids(list, ":only-child"), "u");
  EXPECT_EQ(ids("<p id=a><p id=b>x<p id=c><!-- -->", "p:empty"), "a c");
}

TEST(Selector, ListsInsideParentheses) {
  EXPECT_EQ(ids(list, ":is(#a, #b):not(.x, .y)"), "b");
  EXPECT_EQ(ids(list, "li:has(+ .X)"), "b");
  EXPECT_EQ(ids(list, "ul:has(> #d)"), "u");
  EXPECT_EQ(ids(list, "ul:has(> ul)"), "");
  EXPECT_EQ(ids(list, "li:has(~ li:nth-child(3))"), "a b");
  EXPECT_EQ(ids("<p id=a>one <b>two</b><p id=b>two", "p:contains('one two')"), "a");
}

// `div:has(.a .b)`: both must be below the div, not .a above it.
TEST(Selector, HasLooksOnlyBelowItsElement) {
  EXPECT_EQ(ids("<div class=a id=1><div id=2><i class=b></i></div></div>", "div:has(.a .b)"), "");
  EXPECT_EQ(ids("<div id=1><div class=a id=2><i class=b></i></div></div>", "div:has(.a .b)"), "1");
}

TEST(Selector, ForeignElementsKeepTheirCase) {
  EXPECT_EQ(ids("<svg><linearGradient id=g viewBox=1 /></svg>", "linearGradient[viewBox]"), "g");
  EXPECT_EQ(ids("<svg><linearGradient id=g /></svg>", "lineargradient"), "");
}

TEST(Selector, MayBeSharedAndReused) {
  const html::selector selector("p");
  EXPECT_EQ(html::parse("<p>").css(selector).size(), 1u);
  EXPECT_EQ(html::parse("<p><p>").css(selector).size(), 2u);
  EXPECT_EQ(selector.text(), "p");
}

struct Refused {
  const char* selector;
  std::size_t column;
  const char* reason;
};

TEST(Selector, ErrorsNameTheColumnAndTheReason) {
  const Refused refused[] = {
      {"", 1, "the selector ends"},
      {"p,", 3, "the selector ends"},
      {"div >> p", 6, "expected"},
      {"> p", 3, ":scope"},
      {"a[href", 7, "expected"},
      {"a[href=]", 8, "quoted value"},
      {"a[href=5]", 8, "quoted value"},
      {"a[href=\"x]", 8, "no end"},
      {"a[href=x z]", 10, "only i and s"},
      {"p:frist-child", 2, "not known"},
      {"p:first", 2, "jQuery"},
      {"p:nth-child", 2, "needs parentheses"},
      {"p:nth-child(x)", 13, "2n+1"},
      {"p:not()", 7, "expected"},
      {"p:is(a", 7, "missing"},
      {"p:has(a:has(b))", 8, "cannot stand inside"},
      {"p::before", 2, "::text"},
      {"p::text b", 9, "nothing can follow"},
      {"p:is(b::text)", 7, "inside parentheses"},
      {"\xC3\xA4\xC3\xB6 #", 5, "id"},
      {"p /* x", 3, "comment"},
      {"div:has(a,,a)", 11, "a selector is expected"},
      {":has(> b >)", 11, "a selector is expected"},
      {"td.+#some-id", 4, "a class name"},
      {"td#.some-class", 4, "an id"},
      {":not(.this,,.that)", 12, "a selector is expected"},
      {"div[attr={}]", 10, "quoted value"},
      {"div::attr()", 11, "attribute name"},
      {"div::attr(href", 15, "missing"},
      {"a:contains(x", 12, "missing"},
      {"a:contains('x)", 12, "no end"},
      {":is(a b:hvoer)", 8, "not known"},
      {"a, b, c:not(d > )", 17, "a selector is expected"},
      {"a)", 2, "not expected"},
      {"a:nth-child(2n+)", 16, "a number"},
      {"a:nth-child(2 of )", 18, "a selector is expected"},
      {"a:lang()", 8, "a language"},
      {"a b:--wrong", 4, "not known"},
      {"\xF0\x9F\x98\x80 > > b", 5, "a selector is expected"},
  };
  for (const Refused& each : refused) {
    try {
      html::selector selector(each.selector);
      ADD_FAILURE() << each.selector << " was accepted";
    } catch (const trawl::selector_error& error) {
      EXPECT_EQ(error.column(), each.column) << error.what();
      EXPECT_THAT(error.what(), testing::HasSubstr(each.reason));
      EXPECT_EQ(error.selector(), each.selector);
    }
  }
}

TEST(Selector, LongAndDeepSelectorsAreRefused) {
  EXPECT_THROW(html::selector(std::string(20'000, 'a')), trawl::selector_error);
  std::string chain = "a", deep;
  for (int i = 0; i < 300; ++i) chain += "+a";
  EXPECT_THROW(html::selector{chain}, trawl::selector_error);
  for (int i = 0; i < 1000; ++i) deep += ":is(";
  EXPECT_THROW(html::selector{deep}, trawl::selector_error);
}

}  // namespace
