// From page to page.
#include "plugins/json/paging.hpp"

#include <gtest/gtest.h>

#include "plugins/json/link_header.hpp"

namespace {

using namespace trawl::json_plugin;
namespace json = trawl::json;

// Where the page with that body leads.
std::string after(const Next& next, const std::string& url, const std::string& body, std::size_t found = 1,
                  const std::vector<std::string_view>& links = {}) {
  const auto document = json::parse(body);
  return next_url(next, {url, url, document, links, found});
}

TEST(Paging, CursorIsPutIntoTheAddressAndReplacesTheOldOne) {
  const Next next = Cursor{Locator("/meta/next"), "cursor"};
  EXPECT_EQ(after(next, "http://a/list?limit=5", R"({"meta": {"next": "x y"}})"),
            "http://a/list?limit=5&cursor=x+y");
  EXPECT_EQ(after(next, "http://a/list?cursor=1", R"({"meta": {"next": 2}})"), "http://a/list?cursor=2");
  for (const char* last : {R"({})", R"({"meta": {"next": null}})", R"({"meta": {"next": ""}})",
                           R"({"meta": {"next": false}})"}) {
    EXPECT_EQ(after(next, "http://a/list", last), "") << last;
  }
}

TEST(Paging, NumbersGrowByTheStepUntilAPageIsEmpty) {
  const Next next = PageNumber{"offset", 0, 50};
  EXPECT_EQ(first_url(next, "http://a/list"), "http://a/list?offset=0");
  EXPECT_EQ(first_url(next, "http://a/list?offset=100"), "http://a/list?offset=100");
  EXPECT_EQ(after(next, "http://a/list?offset=100", "[]"), "http://a/list?offset=150");
  EXPECT_EQ(after(next, "http://a/list?offset=100", "[]", 0), "");
  EXPECT_EQ(after(next, "http://a/list?offset=99999999999999999999", "[]"), "");
}

TEST(Paging, AddressInTheDocumentIsRelativeToThePage) {
  const Next next = NextUrl{Locator("$.links[?@.rel == 'next'].href")};
  EXPECT_EQ(after(next, "http://a/v1/list", R"({"links": [{"rel": "next", "href": "list?page=2"}]})"),
            "http://a/v1/list?page=2");
  EXPECT_EQ(after(next, "http://a/v1/list", R"({"links": []})"), "");
}

TEST(Paging, LinkHeaderLeadsByItsRelation) {
  const Next next = LinkHeader{"next"};
  EXPECT_EQ(after(next, "http://a/x", "[]", 1, {R"(</y?page=1>; rel="prev", </y?page=3>; rel="next")"}),
            "http://a/y?page=3");
  EXPECT_EQ(after(next, "http://a/x", "[]", 1, {R"(</y?page=1>; rel="prev")"}), "");
}

TEST(Paging, EachLinkHeaderIsReadAndAMalformedOneHidesNoOther) {
  const Next next = LinkHeader{"next"};
  EXPECT_EQ(after(next, "http://a/x", "[]", 1,
                  {"</style>; rel=preload", "<unended; rel=next", "</2>; rel=next", "</3>; rel=next"}),
            "http://a/2");
  EXPECT_EQ(after(next, "http://a/x", "[]", 1, {"</1>; rel=prev", "</1>; rel=first"}), "");
}

TEST(LinkHeader, ReadsWhatTheStandardAllows) {
  EXPECT_EQ(link_target("<a>;rel=next", "next"), "a");
  EXPECT_EQ(link_target("<a,b;c> ; title=\"x, <y>; rel=\\\"next\\\"\" ; rel=\"LAST next\"", "next"), "a,b;c");
  EXPECT_EQ(link_target(", ,<a>; rel=prev,,<b>; REL = \"Next\"", "next"), "b");
  EXPECT_EQ(link_target("<a>; rel=next; rel=last", "last"), "") << "the first rel counts";
  EXPECT_EQ(link_target("<a>; rel=next; anchor=\"/elsewhere\"", "next"), "");
}

TEST(LinkHeader, WhatIsMalformedLeadsNowhere) {
  for (const char* text :
       {"", "a; rel=next", "<a", "<a>; rel", "<a>; rel=\"nex", "<a>; re\"l=next", "<a>; title=next"}) {
    EXPECT_EQ(link_target(text, "next"), "") << text;
  }
}

}  // namespace
