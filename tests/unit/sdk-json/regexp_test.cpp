// I-Regexp: what matches, what is refused, and that no expression takes more than its share of time.
#include "sdk/json/regexp.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <trawl/json.hpp>

namespace {

using testing::HasSubstr;
using trawl::json::detail::Regexp;

std::string refusal(const std::string& expression) {
  try {
    Regexp{expression};
    return "accepted";
  } catch (const trawl::json::syntax_error& error) {
    return error.what();
  }
}

TEST(Regexp, MatchesTheWholeTextAndContainsAPart) {
  EXPECT_TRUE(Regexp("a|bc").matches("bc"));
  EXPECT_FALSE(Regexp("a|bc").matches("abc"));
  EXPECT_TRUE(Regexp("a|bc").contains("xbcx"));
  EXPECT_TRUE(Regexp("").matches(""));
  EXPECT_TRUE(Regexp("").contains("x"));
  EXPECT_FALSE(Regexp("").matches("x"));
  EXPECT_TRUE(Regexp("(ab)*c").matches("ababc"));
}

TEST(Regexp, RepeatsAreCounted) {
  for (const char* text : {"aa", "aaa", "aaaa"}) EXPECT_TRUE(Regexp("a{2,4}").matches(text)) << text;
  for (const char* text : {"a", "aaaaa"}) EXPECT_FALSE(Regexp("a{2,4}").matches(text)) << text;
  EXPECT_TRUE(Regexp("a{2,}").matches("aaaaaa"));
  EXPECT_TRUE(Regexp("a{0}").matches(""));
  EXPECT_FALSE(Regexp("a{3}").matches("aa"));
}

TEST(Regexp, SetsHoldRangesEscapesAndCategories) {
  EXPECT_TRUE(Regexp("[a-cx-]+").matches("ab-x"));
  EXPECT_FALSE(Regexp("[^a-c]").matches("b"));
  EXPECT_TRUE(Regexp("[\\]\\-\\n]+").matches("]-\n"));
  EXPECT_TRUE(Regexp("[\\p{Lu}0-9]+")
                  .matches("\xC3\x84"
                           "7"));
  EXPECT_TRUE(Regexp("\\P{L}").matches("1"));
  EXPECT_FALSE(Regexp(".").matches("\n"));
  EXPECT_TRUE(Regexp(".").matches("\xF0\x9F\x98\x80"));
}

TEST(Regexp, AnchorsHoldAtTheEnds) {
  EXPECT_TRUE(Regexp("^ab$").contains("ab"));
  EXPECT_FALSE(Regexp("^b").contains("ab"));
  EXPECT_FALSE(Regexp("a$").contains("ab"));
}

TEST(Regexp, WhatIsNoIRegexpIsRefusedWithItsColumn) {
  EXPECT_EQ(refusal("ab(c"), "regular expression 'ab(c', column 5: '(' has no ')'");
  EXPECT_THAT(refusal("a)"), HasSubstr("column 2: ')' without '('"));
  EXPECT_THAT(refusal("*a"), HasSubstr("nothing stands before '*'"));
  EXPECT_THAT(refusal("a{3,2}"), HasSubstr("below the first"));
  EXPECT_THAT(refusal("[z-a]"), HasSubstr("runs backwards"));
  EXPECT_THAT(refusal("\\p{Xx}"), HasSubstr("'Xx' is no general category"));
  EXPECT_THAT(refusal("(a)\\1"), HasSubstr("column 4"));
  for (const char* each :
       {"[]", "[", "a{", "a{x}", "a**", "\\", "[a", "[\\d]", "a]", "}", "(?:a)", "[a-\\p{L}]", "[--a]"}) {
    EXPECT_NE(refusal(each), "accepted") << each;
  }
}

TEST(Regexp, SizeIsLimited) {
  EXPECT_THAT(refusal(std::string(1001, 'a')), HasSubstr("longer than 1000 bytes"));
  EXPECT_THAT(refusal("((a{100}){100}){100}"), HasSubstr("longer than 5000 steps"));
  EXPECT_THAT(refusal("(){1000000}"), HasSubstr("more than 1000 repeats"));
  EXPECT_THAT(refusal(std::string(51, '(')), HasSubstr("deeper than 50"));
}

TEST(Regexp, NestedLoopsTakeTimeProportionalToTheText) {
  const std::string text(100'000, 'a');
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(Regexp("(a*)*b").matches(text));
  EXPECT_FALSE(Regexp("(a|aa)+(a|aa)+b").contains(text));
  EXPECT_FALSE(Regexp("(.*)(.*)(.*)(.*)b").contains(text));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

}  // namespace
