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
