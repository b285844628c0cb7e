// The whole plugin through its C interface, against a host in memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/plugin_library.hpp"
#include "tests/unit/sdk-plugin/fake_host.hpp"

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A host with that configuration whose site answers from `pages`, and 404 beyond them.
struct Site {
  FakeHost host;
  std::map<std::string, FakeHost::Answer> pages;

  explicit Site(const std::string& config) {
    host.config[""] = config;
    host.answer = [this](const std::string& url) {
      const auto found = pages.find(url);
      return found == pages.end() ? FakeHost::Answer{TRAWL_NET_OK, 404, R"({"message": "Not Found"})", "", {}}
                                  : found->second;
    };
  }
  void page(const std::string& url, const std::string& body) { pages[url].body = body; }
  trawl_status run() { return run_plugin(JSON_PLUGIN, &host); }
};

TEST(JsonPlugin, FollowsACursorToTheLastPage) {
  Site site(R"({"start": "http://a/jobs?limit=2", "items": "/data", "key": "{/id}",
                "next": {"pointer": "/meta/next", "param": "cursor"}, "fields": {"id": "/id"}})");
  site.page("http://a/jobs?limit=2", R"({"data": [{"id": 1}, {"id": 2}], "meta": {"next": "c2"}})");
  site.page("http://a/jobs?limit=2&cursor=c2", R"({"data": [{"id": 3}], "meta": {"next": null}})");
  EXPECT_EQ(site.run(), TRAWL_OK);
  EXPECT_THAT(site.host.items, ElementsAre(R"(item/1/{"id":1})", R"(item/2/{"id":2})", R"(item/3/{"id":3})"));
  EXPECT_THAT(site.host.reports, IsEmpty());
}

TEST(JsonPlugin, CountsPagesUntilOneIsEmpty) {
  Site site(R"({"start": "http://a/l", "key": "{/i}", "next": {"page": "page"}})");
  site.page("http://a/l?page=1", R"([{"i": 1}])");
  site.page("http://a/l?page=2", R"([{"i": 2}])");
  site.page("http://a/l?page=3", "[]");
  EXPECT_EQ(site.run(), TRAWL_OK);
  EXPECT_THAT(site.host.fetched, ElementsAre("http://a/l?page=1", "http://a/l?page=2", "http://a/l?page=3"));
  EXPECT_EQ(site.host.items.size(), 2u);
}

TEST(JsonPlugin, CircleEndsAndSoDoesMaxPages) {
  Site circle(R"({"start": "http://a/1", "next": {"pointer": "/next"}, "items": "/d"})");
  circle.page("http://a/1", R"({"d": [], "next": "/2"})");
  circle.page("http://a/2", R"({"d": [], "next": "/1"})");
  circle.run();
  EXPECT_THAT(circle.host.fetched, ElementsAre("http://a/1", "http://a/2"));

  Site endless(R"({"start": "http://a/1", "next": {"page": "p"}, "max_pages": 3})");
  endless.host.answer = [](const std::string&) {
    return FakeHost::Answer{TRAWL_NET_OK, 200, R"([{"a": 1}])", "", {}};
  };
  endless.run();
  EXPECT_EQ(endless.host.fetched.size(), 3u);
}

TEST(JsonPlugin, StartsThatLeadNowhereAreAskedTogetherAndKeepTheirOrder) {
  Site site(R"({"start": ["http://a/1", "http://a/2", "http://a/1", "http://a/3"], "key": "{/i}"})");
  site.host.last_first = true;
  for (const char* each : {"1", "2", "3"})
    site.page(std::string("http://a/") + each, std::string(R"({"i": )") + each + "}");
  EXPECT_EQ(site.run(), TRAWL_OK);
  EXPECT_THAT(site.host.items, ElementsAre(R"(item/1/{"i":1})", R"(item/2/{"i":2})", R"(item/3/{"i":3})"));
  EXPECT_GT(site.host.most_under_way, 1u);
}

TEST(JsonPlugin, HeadersAndBodyGoToTheSiteOfStartAndNoOther) {
  Site site(R"({"start": "http://a/1", "items": "/d", "headers": {"X-Key": "k"}, "body": {"q": 1},
                "next": {"pointer": "/next"}})");
  site.page("http://a/1", R"({"d": [], "next": "http://b/2"})");
  site.page("http://b/2", R"({"d": []})");
  site.run();
  ASSERT_EQ(site.host.asked.size(), 2u);
  EXPECT_EQ(site.host.asked[0].method, "POST");
  EXPECT_EQ(site.host.asked[0].body, R"({"q":1})");
  EXPECT_EQ(site.host.asked[0].headers["X-Key"], "k");
  EXPECT_EQ(site.host.asked[0].headers["Content-Type"], "application/json");
  EXPECT_EQ(site.host.asked[1].method, "");
  EXPECT_EQ(site.host.asked[1].body, "");
  EXPECT_EQ(site.host.asked[1].headers.count("X-Key"), 0u);
}

TEST(JsonPlugin, ErrorIsReportedOnceInTheApisWords) {
  Site site(R"({"start": "http://a/gone"})");
  EXPECT_EQ(site.run(), TRAWL_OK);
  EXPECT_THAT(site.host.reports, ElementsAre("3/http_status/http://a/gone/404: Not Found"));
  EXPECT_EQ(site.host.last_request.flags, std::uint32_t{TRAWL_REQ_QUIET}) << "or the host reports it as well";
}

TEST(JsonPlugin, NetworkErrorsKeepTheirKind) {
  Site site(R"({"start": "http://a/"})");
  site.pages["http://a/"] = {TRAWL_NET_TIMEOUT, 0, "", "no answer within 30 s", {}};
  site.run();
  EXPECT_THAT(site.host.reports, ElementsAre("3/timeout/http://a//no answer within 30 s"));
}

TEST(JsonPlugin, FollowsALinkThatDoesNotStandInTheFirstHeader) {
  Site site(R"({"start": "http://a/1", "next": {"link": "next"}, "key": "{/i}"})");
  site.page("http://a/1", R"({"i": 1})");
  site.page("http://a/2", R"({"i": 2})");
  site.pages["http://a/1"].headers = {{"Link", "</docs>; rel=help"}, {"link", "</2>; rel=next"}};
  EXPECT_EQ(site.run(), TRAWL_OK);
  EXPECT_THAT(site.host.fetched, ElementsAre("http://a/1", "http://a/2"));
}

TEST(JsonPlugin, FailedPageEndsItsChainAndNoOther) {
  Site site(R"({"start": ["http://a/bad", "http://a/1"], "next": {"link": "next"}, "key": "{/i}"})");
  site.page("http://a/bad", "<html>");
  site.page("http://a/1", R"({"i": 1})");
  EXPECT_EQ(site.run(), TRAWL_OK);
  EXPECT_THAT(site.host.items, ElementsAre(R"(item/1/{"i":1})"));
  EXPECT_THAT(site.host.reports, ElementsAre(HasSubstr("3/parse/http://a/bad/the text is not JSON")));
}

TEST(JsonPlugin, ByteOrderMarksAndOtherEncodingsAreRead) {
  Site site(R"({"start": ["http://a/8", "http://a/16"], "key": "{/k}"})");
  site.page("http://a/8", "\xEF\xBB\xBF{\"k\": \"\xC3\xA4\"}");
  site.page("http://a/16", std::string("\xFF\xFE{\0\"\0k\0\"\0:\0\"\0\xE4\0\"\0}\0", 20));
  EXPECT_EQ(site.run(), TRAWL_OK);
  EXPECT_THAT(site.host.reports, IsEmpty());
  EXPECT_EQ(site.host.keys.size(), 1u) << "both are the same key";
}

TEST(JsonPlugin, CostlyPathIsAnErrorThatNamesThePage) {
  Site site(R"({"start": "http://a/", "items": "$[?search(@, '((a{40}){40})b')]"})");
  site.page("http://a/", "[\"" + std::string(1'000'000, 'a') + "\"]");
  EXPECT_EQ(site.run(), TRAWL_OK);
  EXPECT_THAT(site.host.reports, ElementsAre(HasSubstr("3/parse/http://a//the query looks at more than")));
}

TEST(JsonPlugin, BadConfigurationFailsTheRunWithItsPlace) {
  Site site(R"({"start": "http://a/", "items": "$.a["})");
  EXPECT_EQ(site.run(), TRAWL_FAILED);
  EXPECT_THAT(site.host.reports, ElementsAre(HasSubstr("config/items: JSONPath '$.a[', column 5")));
  EXPECT_THAT(site.host.fetched, IsEmpty());
}

}  // namespace
