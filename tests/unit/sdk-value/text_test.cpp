// White space and numbers as people write them.
#include <gtest/gtest.h>

#include <trawl/text.hpp>

namespace {

using trawl::normalise;
using trawl::parse_integer;
using trawl::parse_number;

TEST(Normalise, RunsOfWhiteSpaceBecomeOneSpace) {
  EXPECT_EQ(normalise(" \n a\t\r\n b \xC2\xA0 c "), "a b c");
  EXPECT_EQ(normalise("a\xE2\x80\x8B"
                      "b \xE2\x80\x8B c"),
            "ab c");
  EXPECT_EQ(normalise(" \xC2\xA0\xE2\x80\x8B "), "");
  EXPECT_EQ(normalise("\xC3\xA9\xE2\x82\xAC"), "\xC3\xA9\xE2\x82\xAC");
}

struct Number {
  const char* text;
  const char* locale;
  std::optional<double> value;
};

TEST(ParseNumber, ReadsTheFirstNumber) {
  const Number numbers[] = {
      {"1.234,56 \xE2\x82\xAC", "", 1234.56},
      {"$1,234.56", "", 1234.56},
      {"1 234,5", "", 1234.5},
      {"12,99", "", 12.99},
      {"12.99", "", 12.99},
      {"1.234", "", 1234},
      {"0.125", "", 0.125},
      {"1234.567", "", 1234.567},
      {"1,234,567", "", 1234567},
      {"1.234.567,8", "", 1234567.8},
      {"-5", "", -5},
      {"\xE2\x88\x92"
       "5,5",
       "", -5.5},
      {"10-12", "", 10},
      {"A-4", "", 4},
      {"1'234.50", "", 1234.5},
      {"1\xE2\x80\xAF"
       "234",
       "", 1234},
      {"12 345 people", "", 12345},
      {"3 of 10", "", 3},
      {"5 stars, 300 votes", "", 5},
      {"9.", "", 9},
      {".5", "", 0.5},
      {"No.5", "", 5},
      {"1..5", "", 1},
      {"none", "", std::nullopt},
      {"", "", std::nullopt},
      {"1.234", "de", 1234},
      {"1,234", "de", 1.234},
      {"1,234", "en", 1234},
      {"1.234", "en-US", 1.234},
      {"1.234.567", "en", 1234567},
      {"1,5", "fr_FR", 1.5},
      {"1.5", "de-CH", 1.5},
  };
  for (const Number& each : numbers) {
    EXPECT_EQ(parse_number(each.text, each.locale), each.value) << each.text << " " << each.locale;
  }
}

TEST(ParseNumber, HugeNumbersAreNotInfinite) {
  EXPECT_EQ(parse_number(std::string(400, '9')), std::nullopt);
  EXPECT_EQ(parse_integer("99999999999999999999"), std::nullopt);
}

TEST(ParseInteger, TakesOnlyWholeNumbers) {
  EXPECT_EQ(parse_integer("1,234 votes"), 1234);
  EXPECT_EQ(parse_integer("1.5"), std::nullopt);
  EXPECT_EQ(parse_integer("-3"), -3);
}

TEST(ShortenedText, IsCutBetweenCharactersAndSaysSo) {
  using trawl::shortened;
  EXPECT_EQ(shortened("abcdef", 6), "abcdef");
  EXPECT_EQ(shortened("abcdefg", 6), "abc...");
  EXPECT_EQ(shortened("ääää", 7), "ää...");
  EXPECT_EQ(shortened("ääää", 6), "ä...") << "half a character is none";
  EXPECT_EQ(shortened("€€€", 4), "...");
}

}  // namespace
