// Names and values of a query.
#include <gtest/gtest.h>

#include <trawl/url.hpp>

namespace {

using trawl::url::params;

TEST(Params, AreDecodedAsFormsWriteThem) {
  const params query("?q=a+b%26&lang=%C3%BC&empty&=x&&q=2&bad=%zz%FF");
  EXPECT_EQ(query.get("q"), "a b&");
  EXPECT_EQ(query.get_all("q"), (std::vector<std::string>{"a b&", "2"}));
  EXPECT_EQ(query.get("lang"), "\xC3\xBC");
  EXPECT_EQ(query.get("empty"), "");
  EXPECT_EQ(query.get(""), "x");
  EXPECT_EQ(query.get("bad"), "%zz\xEF\xBF\xBD");
  EXPECT_EQ(query.get("none"), std::nullopt);
}

TEST(Params, SetReplacesAllOfANameInPlace) {
  params query("p=1&x=y&p=2");
  query.set("p", "3");
  EXPECT_EQ(query.text(), "p=3&x=y");
  query.set("new", "a b~");
  query.remove("x");
  EXPECT_EQ(query.text(), "p=3&new=a+b%7E");
}

TEST(Params, LeadToTheNextPage) {
  const auto page = trawl::url::parse("https://a.example/list?page=1");
  params query(page->query().value_or(""));
  query.set("page", "2");
  EXPECT_EQ(trawl::url::resolve(*page, "?" + query.text()), "https://a.example/list?page=2");
}

}  // namespace
