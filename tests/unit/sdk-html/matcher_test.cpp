// What matching costs on pages that are very wide or very deep, in steps, and that what a matcher keeps from
// one element to the next changes no answer.
#include "sdk/html/matcher.hpp"

#include <gtest/gtest.h>

#include <random>

#include "sdk/html/tree_builder.hpp"

namespace {

using namespace trawl::html::detail;

std::string repeated(const std::string& text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

// Steps of asking for every element of the page in turn.
std::uint64_t steps(const Tree& tree, const SelectorList& selector) {
  Matcher matcher(tree, 0);
  for (Index i = 0; i < tree.nodes.size(); ++i) {
    if (tree.is_element(i)) matcher.matches(selector, i);
  }
  return matcher.steps();
}

// Twice the page costs twice the steps, not four times; and no more than some dozens for each node.
void expect_linear(const std::string& selector, const std::string& page, const std::string& twice) {
  const SelectorList list = parse_selector(selector);
  const Tree small = build_tree(page), large = build_tree(twice);
  const auto small_steps = steps(small, list), large_steps = steps(large, list);
  EXPECT_LT(large_steps, small_steps * 5 / 2) << selector;
  EXPECT_LT(large_steps, large.nodes.size() * 64) << selector;
}

TEST(MatcherCost, GrowsWithTheNumberOfSiblings) {
  const std::string page = repeated("<p>x", 3000), twice = repeated("<p>x", 6000);
  for (const char* selector : {".m ~ p", "p ~ .m ~ p ~ p", ".m + p", ":nth-child(2n of p)",
                               ":nth-last-child(2n of p)", "p:has(~ .m)", "p:has(~ p ~ .m)", "p:has(+ .m)",
                               "body:has(p ~ p ~ .m, .q)", "p:not(.m ~ p)", ":is(.m ~ p, .n ~ p)"}) {
    expect_linear(selector, page, twice);
  }
}

TEST(MatcherCost, GrowsWithTheSizeOfDeepPages) {
  const std::string page = repeated("<div class=a>", 1000), twice = repeated("<div class=a>", 2000);
  for (const char* selector :
       {".m div", "a b c d e", ".a .a .a .m .a div", ".m > .a .a > .a div", "div:has(.m)", "div:has(.a .m)",
        "div:has(.a .m, .m .a)", "div:not(.m div)", "div:nth-child(1 of .m .a)", "div:has(:is(.m .a))"}) {
    expect_linear(selector, page, twice);
  }
}

TEST(MatcherCost, OfContainsGrowsWithTheTextOfDeepPages) {
  expect_linear("div:contains('zz')", repeated("<div>x", 1000), repeated("<div>x", 2000));
}

TEST(Matcher, CountsOnVeryWideAndDeepPages) {
  const auto count = [](const std::string& page, const char* selector) {
    return select(build_tree(page), parse_selector(selector), 0, SIZE_MAX).size();
  };
  const std::string wide = "<i class=m></i>" + repeated("<p>x</p>", 1000);
  EXPECT_EQ(count(wide, ".m ~ p"), 1000u);
  EXPECT_EQ(count(wide, "p ~ .m ~ p"), 0u);
  EXPECT_EQ(count(wide, ":nth-child(2n of p)"), 500u);
  EXPECT_EQ(count(wide, ":nth-last-child(-n+3 of p)"), 3u);
  EXPECT_EQ(count(wide, ":has(~ p ~ p)"), 999u);  // the <i> and all <p> but the last two
  EXPECT_EQ(count(wide, "p:has(+ p)"), 999u);
  const std::string deep = repeated("<div>", 1000) + "<b>end</b>";
  EXPECT_EQ(count(deep, "div:has(> div > b)"), 1u);
  EXPECT_EQ(count(deep, "div:has(div b)"), 999u);
  EXPECT_EQ(count(deep, "div:contains('end')"), 1000u);
  EXPECT_EQ(count(deep, "div:contains('dne')"), 0u);
  EXPECT_EQ(count("<div dir=rtl lang=de>" + deep, "b:lang(de):dir(rtl)"), 1u);
}

TEST(Matcher, ContainsPassesOverTemplatesHoweverOftenItIsAsked) {
  const Tree tree = build_tree("<div>" + repeated("<div>a<template>b</template>c", 200));
  EXPECT_EQ(select(tree, parse_selector("div:contains('ac')"), 0, SIZE_MAX).size(), 201u);
  EXPECT_EQ(select(tree, parse_selector("div:contains('b')"), 0, SIZE_MAX).size(), 0u);
}

TEST(Matcher, HasDoesNotLookIntoTemplates) {
  const Tree tree = build_tree("<template id=t><b></b></template><p><template><b></b></template></p>");
  EXPECT_EQ(select(tree, parse_selector(":has(b)"), 0, SIZE_MAX).size(), 0u);
}

// A page of nested and neighbouring elements with classes, some of them inside templates.
std::string random_page(std::mt19937& random) {
  std::string out;
  for (int i = 0; i < 600; ++i) {
    const char* names[] = {"div", "span", "section", "template"};
    const std::string name = names[random() % 40 == 0 ? 3 : random() % 3];
    if (random() % 3 == 0)
      out += "</" + name + ">";
    else
      out += "<" + name + " class=" + std::string(1, static_cast<char>('a' + random() % 4)) + ">t";
  }
  return out;
}

TEST(Matcher, RememberingChangesNoAnswer) {
  std::mt19937 random(11);
  for (int round = 0; round < 10; ++round) {
    const Tree tree = build_tree(random_page(random));
    for (const char* selector :
         {".a .b .c", ".a ~ .b .c", ".a > .b ~ .c", ".a .b > .c ~ .d", "div:has(.a .b)", ".a:has(> .b ~ .c)",
          ".d:has(+ .a .b, ~ .c)", ":has(.b)", ":nth-child(2n of .a)", ":nth-last-child(2n+1 of .a .b)",
          ".a:contains('ttt')", ":not(.a .b):is(.c .d, .a ~ .b)", ".a:has(:nth-child(2 of .b))"}) {
      const SelectorList list = parse_selector(selector);
      Matcher remembering(tree, 0);
      tree.each_below(0, [&](Index i) {
        if (!tree.is_element(i)) return;
        EXPECT_EQ(remembering.matches(list, i), Matcher(tree, 0).matches(list, i)) << selector << " at " << i;
      });
    }
  }
}

}  // namespace
