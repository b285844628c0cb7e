#include "trawl-plugin/new/templates.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace trawl::author {
namespace {

TEST(Templates, PlaceholdersArePutInAndOtherAtSignsStay) {
  const auto filled = fill("@NAME@ me@example.org actions/checkout@v4 @NAME@@", {{"NAME", "shop"}}, "file");
  ASSERT_TRUE(filled);
  EXPECT_EQ(*filled, "shop me@example.org actions/checkout@v4 shop@");
}

TEST(Templates, AnUnknownPlaceholderIsNamedWithItsFile) {
  const auto filled = fill("a @TYPO@ b", {}, "README.md");
  ASSERT_FALSE(filled);
  EXPECT_NE(filled.error().message.find("README.md: nobody knows what @TYPO@ is"), std::string::npos);
}

TEST(Templates, AValueIsNotReadAsATemplate) {
  EXPECT_EQ(*fill("@A@", {{"A", "@B@"}}, "file"), "@B@");
}

TEST(Templates, PathsAreFilledToo) {
  const auto filled = fill(Files{{"@NAME@.cpp", {"", true}}}, {{"NAME", "shop"}});
  ASSERT_TRUE(filled);
  EXPECT_TRUE(filled->at("shop.cpp").executable);
}

TEST(Templates, ValuesAreQuotedAndListsWritten) {
  const auto values = values_in(boost::json::parse(R"({"A": "say \"hi\"", "B": ["x", "y\\z"]})").as_object());
  ASSERT_TRUE(values);
  EXPECT_EQ(values->at("A"), R"(say \"hi\")");
  EXPECT_EQ(values->at("B"), R"("x", "y\\z")");
  EXPECT_FALSE(values_in(boost::json::parse(R"({"A": 1})").as_object()));
}

}  // namespace
}  // namespace trawl::author
