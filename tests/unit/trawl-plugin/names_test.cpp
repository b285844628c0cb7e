#include "trawl-plugin/new/names.hpp"

#include <gtest/gtest.h>

namespace trawl::author {
namespace {

TEST(NewName, IsThePluginIdRule) {
  for (const char* good : {"a", "shop", "4chan", "book-shop", "book_shop2", "a--b"})
    EXPECT_TRUE(check_name(good)) << good;
  for (const char* bad : {"", "Shop", "my shop", "-shop", "_shop", "shöp", "a/b", ".."})
    EXPECT_FALSE(check_name(bad)) << bad;
  EXPECT_TRUE(check_name(std::string(64, 'a')));
  EXPECT_FALSE(check_name(std::string(65, 'a')));
}

TEST(NewName, IsNoneOfAPluginThatComesWithTrawl) {
  const auto refused = check_name("html");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("comes with trawl"), std::string::npos);
  EXPECT_EQ(refused.error().hint, "for example: my-html");
}

TEST(NewName, SuggestionIsAlwaysGood) {
  for (const std::string wanted :
       {std::string("My Shop"), std::string("__"), std::string("HTML"), std::string("Ä"),
        std::string("a//b--"), std::string("../../etc"), std::string(63, 'a') + "- b", std::string()})
    EXPECT_TRUE(check_name(suggest_name(wanted))) << wanted << " -> " << suggest_name(wanted);
  EXPECT_EQ(suggest_name("My Shop!"), "my-shop");
  EXPECT_EQ(suggest_name("book_shop"), "book_shop");
}

TEST(NewName, GivesTheNamesOfTypeAndPackage) {
  EXPECT_EQ(type_name("book-shop_2"), "BookShop2");
  EXPECT_EQ(type_name("4chan"), "Site4chan");
  EXPECT_EQ(package_name("book_shop"), "book-shop");
}

TEST(WithinQuotes, KeepsTheQuotesClosed) {
  EXPECT_EQ(within_quotes("a \"b\" \\ c\nd"), "a \\\"b\\\" \\\\ c d");
}

}  // namespace
}  // namespace trawl::author
