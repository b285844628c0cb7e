// XPath on the same tree as CSS.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <trawl/html.hpp>

namespace {

namespace html = trawl::html;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto text = "<p id=sku>A <b>1</b></p><p>B<a href=x>l</a><!-- c --></p>";

TEST(XPath, NodesTextsAndAttributesInDocumentOrder) {
  const auto page = html::parse(text, {"", "http://a.example/"});
  EXPECT_THAT(page.xpath_texts("//p"), ElementsAre("A 1", "Bl"));
  EXPECT_THAT(page.xpath_texts("//a/@href | //p/@id"), ElementsAre("sku", "x"));
  EXPECT_THAT(page.xpath_texts("//p/text()"), ElementsAre("A", "B"));
  EXPECT_EQ(page.select("//a/@href")[0].url(), "http://a.example/x");
}

TEST(XPath, ValuesBecomeTexts) {
  const auto page = html::parse(text);
  EXPECT_THAT(page.xpath_texts("string(//p[@id='sku'])"), ElementsAre("A 1"));
  EXPECT_THAT(page.xpath_texts("count(//p)"), ElementsAre("2"));
  EXPECT_THAT(page.xpath_texts("string(//h1)"), ElementsAre());
}

TEST(XPath, StartsFromTheNode) {
  const auto page = html::parse(text);
  EXPECT_THAT(page.css1("p").xpath_texts("b"), ElementsAre("1"));
  EXPECT_THAT(page.css1("b").xpath_texts("../@id"), ElementsAre("sku"));
  EXPECT_EQ(page.css1("b").select("ancestor::p").begin()->css1("b").text(), "1");
}

// The column is where libxml2 stopped reading, which is never before the fault.
TEST(XPath, ErrorsNameTheColumnWhereReadingStops) {
  const std::pair<const char*, std::size_t> refused[] = {
      {"//p[@id=]", 9},    {"//p[", 5},       {"//", 3},
      {"//p[@id='x]", 12}, {"count(//p", 10}, {"//\xC3\xA4[@id=]", 9},
      {"//p | ", 7},       {"p]", 2},         {"//p[1]]", 7},
      {"//a/@", 6},        {"foo::p", 5},     {"//p[contains(., 'a'] ", 20},
  };
  for (const auto& [text, column] : refused) {
    try {
      html::xpath expression(text);
      ADD_FAILURE() << text << " was accepted";
    } catch (const trawl::selector_error& error) {
      EXPECT_EQ(error.column(), column) << error.what();
    }
  }
}

TEST(XPath, ErrorsNameTheReason) {
  const auto refusal = [](const char* text) {
    try {
      html::parse("<p>").xpath_texts(text);
      return std::string("accepted");
    } catch (const trawl::selector_error& error) {
      return std::string(error.what());
    }
  };
  EXPECT_THAT(refusal("//p[@id='x]"), HasSubstr("the string has no end"));
  EXPECT_THAT(refusal("//p[@id"), HasSubstr("']' is expected"));
  EXPECT_THAT(refusal("count(//p"), HasSubstr("column 10: the expression ends too early"));
  EXPECT_THAT(refusal("//p]"), HasSubstr("column 4: this is not expected here"));
  EXPECT_THAT(refusal("unknown()"), HasSubstr("no such function"));
  EXPECT_THAT(refusal("$x"), HasSubstr("no variables"));
  EXPECT_THAT(refusal("count()"), HasSubstr("another number of arguments"));
}

TEST(XPath, ErrorsNameTheColumn) {
  try {
    html::xpath("//p[@id=");
    FAIL();
  } catch (const trawl::selector_error& error) {
    EXPECT_EQ(error.column(), 9u);
    EXPECT_THAT(error.what(), HasSubstr("//p[@id="));
  }
  EXPECT_THROW(html::xpath(""), trawl::selector_error);
  EXPECT_THROW(html::xpath(std::string(100, '(')), trawl::selector_error);
  EXPECT_THROW(html::xpath(std::string(5000, 'a')), trawl::selector_error);
  EXPECT_THROW(html::parse("").select("count(//p)"), trawl::selector_error);
  EXPECT_THROW(html::parse("").xpath_texts("unknown()"), trawl::selector_error);
}

}  // namespace
