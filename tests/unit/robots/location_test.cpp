#include "robots/location.hpp"

#include <gtest/gtest.h>

namespace trawl::robots {
namespace {

TEST(RobotsLocation, ThePathIsWhatFollowsTheHost) {
  EXPECT_EQ(path_of("https://x.example/a/b?c=d#e"), "/a/b?c=d");
  EXPECT_EQ(path_of("https://x.example:8080/a"), "/a");
  EXPECT_EQ(path_of("https://x.example"), "/");
  EXPECT_EQ(path_of("https://x.example//a"), "//a");
  EXPECT_EQ(path_of("//x.example/a#b"), "//x.example/a");
  EXPECT_EQ(path_of("/a?u=http://y.example/b"), "/a?u=http://y.example/b");
}

TEST(RobotsLocation, APathBeginsWithASlash) {
  EXPECT_EQ(path_of("https://x.example?q"), "/?q");
  EXPECT_EQ(path_of("https://x.example;p"), "/;p");
  EXPECT_EQ(path_of(""), "/");
  EXPECT_EQ(path_of("#/a"), "/");
}

TEST(RobotsLocation, PlainPathsShowWhatEscapesHide) {
  EXPECT_EQ(plain_path("/%70rivate/%7euser"), "/private/~user");
  EXPECT_EQ(plain_path("/a%2fb%3f%25"), "/a%2Fb%3F%25");
  EXPECT_EQ(plain_path("/%2570"), "/%2570");
}

TEST(RobotsLocation, TheProductTokenEndsAtTheFirstOddCharacter) {
  EXPECT_EQ(product_token("trawl/0.1 (+https://example.org/our-bot)"), "trawl");
  EXPECT_EQ(product_token("My_News-Bot 2"), "My_News-Bot");
  EXPECT_EQ(product_token("2bot"), "");
  EXPECT_EQ(product_token("Mozilla/5.0 (compatible; ShopBot/1.0; +https://shop.example)"), "ShopBot");
  EXPECT_EQ(product_token("Mozilla/5.0 (X11; Linux x86_64)"), "Mozilla");
}

}  // namespace
}  // namespace trawl::robots
