// Recorded sitemaps: lists, indexes, texts, packed ones, ones under the wrong namespace.
#include <trawl/sitemap.hpp>
#include <trawl/url.hpp>

#include "tests/conformance/sdk-html/rows.hpp"

namespace {

std::string name_of(trawl::sitemap::kind kind) {
  return kind == trawl::sitemap::kind::index  ? "index"
         : kind == trawl::sitemap::kind::text ? "text"
                                              : "urlset";
}

TEST(Sitemaps, HaveTheKindAndTheUrlsThatCrawlersSee) {
  ROWS_OR_SKIP(table, "sitemaps/sitemaps.jsonl");
  for (const auto& row : table) {
    const std::string name = row.string_at("/file");
    const auto body = rows::file(name);
    ASSERT_TRUE(body) << name;
    const auto found = trawl::sitemap::parse(*body, {"", "https://sitemaps.example/map.xml"});
    EXPECT_EQ(name_of(found.kind), row.string_at("/kind")) << name;
    std::vector<std::string> locs, wanted;
    for (const auto& each : found.entries) locs.push_back(each.loc);
    for (const auto& each : rows::texts(row.find("locs"))) wanted.push_back(trawl::url::resolve("", each));
    EXPECT_EQ(locs, wanted) << name;
  }
}

}  // namespace
