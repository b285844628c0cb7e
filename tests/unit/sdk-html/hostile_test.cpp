// Pages that nobody should have sent: no crash, no hang, an error that says what is wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <trawl/html.hpp>

namespace {

namespace html = trawl::html;

std::string repeated(const std::string& text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

std::string refusal(const std::string& page) {
  try {
    html::parse(page);
    return "accepted";
  } catch (const html::error& error) {
    return error.what();
  }
}

TEST(HostilePage, EmptyPageHasTheThreeElementsThatEveryPageHas) {
  const auto page = html::parse("");
  EXPECT_EQ(page.css("*").size(), 3u);
  EXPECT_EQ(page.css1("p").text(), "");
  EXPECT_EQ(page.root().html(), "<html><head></head><body></body></html>");
}

TEST(HostilePage, RandomBytesAndNulsParse) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::string bytes;
    for (int i = 0; i < 2000; ++i) {
      // Half noise, half what markup is made of.
      bytes += random() % 2 ? static_cast<char>(random()) : "<>/=\"'&;#!-abst\0 "[random() % 17];
    }
    const auto page = html::parse(bytes);
    EXPECT_GE(page.css("*, :has(a), :nth-child(2n+1 of a), :contains('a')").size(), 3u);
    page.root().html();
    page.jsonld("Recipe/name");
    page.xpath_texts("//*[@a]");
  }
}

TEST(HostilePage, DeepNestingIsReadToALimitThatTheErrorNames) {
  EXPECT_EQ(html::parse(repeated("<b>", 4000) + "x").css("b").size(), 4000u);
  EXPECT_THAT(refusal(repeated("<div>", 10'000)), testing::HasSubstr("deeper than 4096"));
  EXPECT_THAT(refusal(repeated("<a><table><td>", 1'000'000)), testing::HasSubstr("deeper than 4096"));
}

TEST(HostilePage, NodesThatMultiplyAreStopped) {
  // Every <p> opens all the <font> again that the one before it left unclosed.
  std::string page = "<p>";
  for (int i = 0; i < 2000; ++i) page += "<font size=" + std::to_string(i) + ">";
  EXPECT_THAT(refusal(page + repeated("</p><p>x", 100'000)), testing::HasSubstr("2000000 nodes"));
}

TEST(HostilePage, PagesThatTakeSquareTimeToReadAreRefused) {
  const auto takes_too_long = testing::HasSubstr("takes too long to read");
  EXPECT_THAT(refusal(repeated("<div>", 4000) + repeated("<p></p>", 200'000)), takes_too_long);
  EXPECT_THAT(refusal(repeated("x</q>", 100'000)), takes_too_long);
  EXPECT_THAT(refusal("<table>" + repeated("x<tr>", 100'000)), takes_too_long);
  std::string bodies;
  for (int i = 0; i < 20'000; ++i) bodies += "<body a" + std::to_string(i) + ">";
  EXPECT_THAT(refusal(bodies), takes_too_long);
}

TEST(HostilePage, SixteenMegabytesOfOrdinaryMarkupAreRead) {
  EXPECT_EQ(refusal(repeated("<div class=card><a href=/x>one &amp; two</a> < <b>3</b></div>\n", 260'000)),
            "accepted");
  EXPECT_EQ(refusal("<pre>" + repeated("if (a < b && c <= d) &lt;x&gt;\n", 500'000)), "accepted");
}

TEST(HostilePage, ErrorsNameThePage) {
  try {
    html::parse(repeated("<div>", 10'000), {"", "https://a.example/deep"});
    FAIL() << "accepted";
  } catch (const html::error& error) {
    EXPECT_STREQ(error.what(), "https://a.example/deep: the page nests elements deeper than 4096");
  }
}

TEST(HostilePage, WrongCharsetsAreReadAsWellAsTheyCanBe) {
  EXPECT_EQ(html::parse("<p>\xE9t\xE9", {"utf-8", ""}).css1("p").text(), "\xEF\xBF\xBDt\xEF\xBF\xBD");
  EXPECT_EQ(html::parse("<p>x", {"no-such-charset", ""}).css1("p").text(), "x");
  EXPECT_EQ(html::parse(std::string("\xFF\xFE<\0p", 5), {"", ""}).css("p").size(), 0u);
}

TEST(HostilePage, DeepPagesAreSelectedAndSerialisedWithoutRecursion) {
  const auto page = html::parse(repeated("<i>", 4000) + "x");
  EXPECT_EQ(page.css1("i i i i i i i i i i i i:empty").text(), "");
  EXPECT_EQ(page.css("i > i i i:contains('x')").size(), 3997u);
  EXPECT_EQ(page.xpath_texts("//i[not(i)]").size(), 1u);
  EXPECT_GT(page.root().html().size(), 28'000u);
}

// Backtracking over ancestors must not take exponential time.
TEST(HostilePage, LongDescendantChainsEndQuickly) {
  const auto page = html::parse(repeated("<div class=a>", 400));
  std::string selector = ".missing";
  for (int i = 0; i < 40; ++i) selector += " .a";
  EXPECT_TRUE(page.css(selector).empty());
}

TEST(HostilePage, ManySiblingsAreCountedOnce) {
  const auto page = html::parse(repeated("<p>", 100'000));
  EXPECT_EQ(page.css("p:nth-last-of-type(2n)").size(), 50'000u);
}

}  // namespace
