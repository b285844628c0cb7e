// What is no page is told apart before anything is looked for in it.
#include "plugins/html/content.hpp"

#include <gtest/gtest.h>

namespace {

using trawl::html_plugin::why_not_html;

TEST(Content, PagesPass) {
  EXPECT_FALSE(why_not_html("<!doctype html><p>x", "text/html; charset=utf-8"));
  EXPECT_FALSE(why_not_html("<p>x", ""));
  EXPECT_FALSE(why_not_html("", "text/html"));
  EXPECT_FALSE(why_not_html("{ not json <p>", "text/html"));
  EXPECT_FALSE(why_not_html("\xFF\xFE<\0p\0>\0", "text/html"));
}

TEST(Content, JsonIsNamedByTypeAndByContent) {
  EXPECT_EQ(why_not_html("{}", "application/json; charset=utf-8"),
            "the answer is application/json, not a page");
  EXPECT_EQ(why_not_html("{}", "application/problem+json"),
            "the answer is application/problem+json, not a page");
  EXPECT_EQ(why_not_html(" {\"error\": {\"code\": 5}}", "text/html"), "the answer is JSON, not a page");
}

TEST(Content, BinaryDataIsNoPage) {
  EXPECT_EQ(why_not_html(std::string("\x89PNG\0\0\0\x01\x02", 9), "text/html"),
            "the answer is binary data, not a page");
  EXPECT_EQ(why_not_html(std::string(100, '\0'), "text/html"), "the answer is binary data, not a page");
  EXPECT_TRUE(why_not_html("x", "image/png"));
}

}  // namespace
