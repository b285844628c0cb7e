#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <trawl/robots.hpp>

#include "tests/unit/sdk-plugin/fake_host.hpp"

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Sitemaps, AreThoseOfTheUrlsSite) {
  FakeHost host;
  host.answer = [](const std::string&) {
    return FakeHost::Answer{TRAWL_NET_OK, 200, "User-agent: *\nSitemap: https://x.example/1.xml\n", "", {}};
  };
  trawl::context ctx(&host);
  EXPECT_THAT(trawl::sitemaps(ctx, "https://ann:pw@x.example:8443/shop?page=2"),
              ElementsAre("https://x.example/1.xml"));
  EXPECT_THAT(host.fetched, ElementsAre("https://x.example:8443/robots.txt"));
  EXPECT_EQ(host.last_request.flags, std::uint32_t{TRAWL_REQ_QUIET});
}

TEST(Sitemaps, ASiteWithoutRobotsTxtHasNone) {
  for (const int status : {404, 503}) {
    FakeHost host;
    host.answer = [status](const std::string&) {
      return FakeHost::Answer{TRAWL_NET_OK, status, "Sitemap: https://x.example/1.xml", "", {}};
    };
    trawl::context ctx(&host);
    EXPECT_THAT(trawl::sitemaps(ctx, "https://x.example/"), IsEmpty());
  }
}

TEST(Sitemaps, ARelativeUrlBelongsToNoSite) {
  FakeHost host;
  trawl::context ctx(&host);
  for (const char* url : {"", "/shop", "x.example", "https://", "/a?u=http://x.example/"})
    EXPECT_THROW(trawl::sitemaps(ctx, url), trawl::failure) << url;
  EXPECT_THAT(host.fetched, IsEmpty());
}

TEST(SitemapsOf, AreReadAsSitesWriteThem) {
  const auto found = trawl::sitemaps_of(
      "\xEF\xBB\xBFSITEMAP : http://a.example/1.xml # the first\r"
      "User-agent: *\r\n  site-map:http://a.example/2.xml\n"
      "Sitemaps: http://a.example/3.xml\n\n# Sitemap: http://a.example/4.xml\nSite: http://a.example/5.xml",
      "http://a.example");
  EXPECT_THAT(found,
              ElementsAre("http://a.example/1.xml", "http://a.example/2.xml", "http://a.example/3.xml"));
}

TEST(SitemapsOf, AreAbsoluteAndNamedOnce) {
  const auto found = trawl::sitemaps_of(
      "Sitemap: /s.xml\nSitemap: https://a.example/s.xml\nSitemap: s.xml\nSitemap: "
      "//b.example/s.xml\nSitemap:\n",
      "https://a.example");
  EXPECT_THAT(found, ElementsAre("https://a.example/s.xml"));
}

TEST(SitemapsOf, BeyondTheLimitAreNotRead) {
  std::string text(500 << 10, '\n');
  EXPECT_THAT(trawl::sitemaps_of(text + "Sitemap: https://a.example/s.xml", "https://a.example"), IsEmpty());
}

}  // namespace
