// The parts of an address, and what is refused with which words.
#include <gtest/gtest.h>

#include <trawl/url.hpp>

namespace {

using trawl::url::parse;

std::string error(const char* text) {
  return std::string(parse(text).error());
}

TEST(Address, HasItsParts) {
  const auto url = parse("HTTPS://ann:p%40w@Shop.Example:8443/a/./b/../c?q=1&r#top");
  ASSERT_TRUE(url) << url.error();
  EXPECT_EQ(url->scheme(), "https");
  EXPECT_EQ(url->username(), "ann");
  EXPECT_EQ(url->password(), "p%40w");
  EXPECT_EQ(url->host(), "shop.example");
  EXPECT_EQ(url->port(), 8443);
  EXPECT_EQ(url->path(), "/a/c");
  EXPECT_EQ(url->query(), "q=1&r");
  EXPECT_EQ(url->fragment(), "top");
  EXPECT_EQ(url->origin(), "https://shop.example:8443");
  EXPECT_EQ(url->href_without_fragment(), "https://ann:p%40w@shop.example:8443/a/c?q=1&r");
}

TEST(Address, TellsTheUsualPortFromOneThatIsWritten) {
  EXPECT_EQ(parse("https://a:443/")->port(), std::nullopt);
  EXPECT_EQ(parse("https://a:443/")->effective_port(), 443);
  EXPECT_EQ(parse("x://a/")->effective_port(), std::nullopt);
}

TEST(Address, TellsAnEmptyQueryAndHostFromNone) {
  EXPECT_EQ(parse("http://a/?")->query(), "");
  EXPECT_EQ(parse("http://a/")->query(), std::nullopt);
  EXPECT_TRUE(parse("file:///x")->has_host());
  EXPECT_FALSE(parse("mailto:x")->has_host());
}

TEST(Address, WhatHasNoOriginSaysNull) {
  EXPECT_EQ(parse("file:///x")->origin(), "null");
  EXPECT_EQ(parse("data:,x")->origin(), "null");
  EXPECT_EQ(parse("blob:https://a.example/1")->origin(), "https://a.example");
  EXPECT_EQ(parse("blob:ftp://a.example/1")->origin(), "null");
}

TEST(Address, PathsThatLookLikeHostsAreGuarded) {
  EXPECT_EQ(parse("x:/.//y")->href(), "x:/.//y");
  EXPECT_EQ(parse("x:/.//y")->path(), "//y");
}

TEST(Address, DriveLettersSurviveDots) {
  EXPECT_EQ(parse("file:///C|/a/../../..")->href(), "file:///C:/");
  EXPECT_EQ(parse("/x", "file:///D:/a/b")->href(), "file:///D:/x");
}

TEST(Address, OpaquePathsKeepTheirLastSpaceEncoded) {
  EXPECT_EQ(parse("x:a  ?q")->href(), "x:a %20?q");
  EXPECT_EQ(parse("x:a b")->href(), "x:a b");
}

TEST(Address, BrokenUtf8CountsAsReplacementCharacters) {
  EXPECT_EQ(parse("http://a/\xC3(\xF0\x9F\x98")->path(), "/%EF%BF%BD(%EF%BF%BD");
  EXPECT_EQ(parse("http://a/\xED\xA0\x80")->path(), "/%EF%BF%BD%EF%BF%BD%EF%BF%BD");
}

TEST(Address, RefusalsSayWhy) {
  EXPECT_EQ(error("page.html"), "it has no scheme such as https:, and no base to be relative to");
  EXPECT_EQ(error("http://a:65536/"), "the port is beyond 65535");
  EXPECT_EQ(error("http://a:8o/"), "the port is no number");
  EXPECT_EQ(error("http://"), "the host is missing");
  EXPECT_EQ(error("http://ann@/"), "no host follows the user name");
  EXPECT_EQ(error("http://[::1"), "the bracket of the IPv6 address is not closed");
  EXPECT_EQ(error("http://1.2.3.256/"), "the host ends in a number and is no IPv4 address");
  EXPECT_EQ(error("http://a b/"), "the host has a character that no host may have");
  EXPECT_EQ(error("http://\xEF\xBF\xBD/"), "the host is no valid international domain name");
  EXPECT_EQ(parse("x", "mailto:y").error(), "the base has no path to be relative to");
  EXPECT_EQ(parse("http://a/", "x").error(), "the base is no URL");
  EXPECT_EQ(parse("http://a/").error(), "");
}

}  // namespace
