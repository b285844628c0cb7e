// Prices as shops write them, and the rules for what can be read in two ways.
#include <gtest/gtest.h>

#include <trawl/value.hpp>

namespace {

using trawl::parse_price;
using trawl::price_hints;

struct Case {
  const char *text, *amount, *currency;
};

TEST(ParsePrice, ReadsAmountAndCurrency) {
  const Case cases[] = {
      {"1.299,00 €", "1299.00", "EUR"},
      {"€1'049,95", "1049.95", "EUR"},
      {"CHF 47.00 *", "47.00", "CHF"},
      {"9 800 Kč", "9800", "CZK"},
      {"R$ 44,00", "44.00", "BRL"},
      {"NZD $100.70", "100.70", "NZD"},
      {"$1,190.00 AUD", "1190.00", "AUD"},
      {"119. 95 EUR", "119.95", "EUR"},
      {"1.899,- DKK", "1899", "DKK"},
      {"-3,50 zł", "-3.50", "PLN"},
      {"£.75", "0.75", "GBP"},
      {"AED 8000 (USD 2179)", "8000", "AED"},
      {"007.50 EUR", "7.50", "EUR"},
      {"1 CUC$", "1", "CUC"},
      {"140 pln", "140", "PLN"},
  };
  for (const Case& each : cases) {
    const auto price = parse_price(each.text);
    ASSERT_TRUE(price) << each.text;
    EXPECT_EQ(price->amount, each.amount) << each.text;
    EXPECT_EQ(price->currency, each.currency) << each.text;
  }
}

TEST(ParsePrice, SeparatorAloneBeforeThreeDigitsGroupsUnlessLocaleOrCurrencySaysOtherwise) {
  EXPECT_EQ(parse_price("1.234 €")->amount, "1234");
  EXPECT_EQ(parse_price("1,234 €")->amount, "1234");
  EXPECT_EQ(parse_price("1,234 €", {"de", ""})->amount, "1.234");
  EXPECT_EQ(parse_price("1.234 KWD")->amount, "1.234");
  EXPECT_EQ(parse_price("1.234", {"", "KWD"})->amount, "1.234");
}

TEST(ParsePrice, SharedSignHasNoCurrencyUntilAHintSettlesIt) {
  EXPECT_EQ(parse_price("$5")->currency, "");
  EXPECT_EQ(parse_price("$5")->sign, "$");
  EXPECT_EQ(parse_price("$5", {"", "CAD"})->currency, "CAD");
  EXPECT_EQ(parse_price("$5", {"en-CA", ""})->currency, "CAD");
  EXPECT_EQ(parse_price("$5", {"de-DE", ""})->currency, "");
  EXPECT_EQ(parse_price("150 kr", {"sv_SE", ""})->currency, "SEK");
}

TEST(ParsePrice, HintCountsOnlyWhereTheTextIsSilent) {
  EXPECT_EQ(parse_price("39.95", {"", "Price From £ 12"})->currency, "GBP");
  EXPECT_EQ(parse_price("£39.95", {"", "USD"})->currency, "GBP");
  EXPECT_EQ(parse_price("$5", {"", "EUR"})->currency, "") << "the euro has no dollar sign";
}

TEST(ParsePrice, WordsThatLookLikeCodesAreNone) {
  EXPECT_EQ(parse_price("try it for 5")->currency, "");
  EXPECT_EQ(parse_price("EURO2024 tickets 12")->currency, "");
  EXPECT_EQ(parse_price("about 5 top pens")->sign, "");
}

TEST(ParsePrice, WhatIsNoAmount) {
  for (const char* text : {"", "40% OFF", "Ops!", "free shipping", "on request"}) {
    EXPECT_FALSE(parse_price(text)) << text;
  }
  EXPECT_FALSE(parse_price(std::string(500, '9')));
}

TEST(ParsePrice, FreeCostsNothing) {
  EXPECT_EQ(parse_price("Free!")->amount, "0");
  EXPECT_EQ(parse_price(" gratis ")->number(), 0);
}

TEST(ParsePrice, PercentageIsSkipped) {
  EXPECT_EQ(parse_price("-20% now 8,00 €")->amount, "8.00");
}

}  // namespace
