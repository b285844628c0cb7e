// A recorded practice site, crawled in memory along `next`.
#include <map>
#include <set>

#include "plugins/html/extract.hpp"
#include "tests/conformance/sdk-html/rows.hpp"

namespace {

using namespace trawl::html_plugin;

TEST(Quotes, AllItemsInOrderAndNoPageTwice) {
  ROWS_OR_SKIP(wanted, "sites/quotes/items.jsonl");
  std::map<std::string, std::string> files;
  for (const auto& row : rows::table("sites/quotes/index.jsonl"))
    files[row.string_at("/path")] = row.string_at("/file");

  const std::string host = "http://quotes.toscrape.com";
  const auto spec =
      parse_spec(R"config({"start": "http://quotes.toscrape.com/", "next": "li.next a::attr(href)",
    "each": "div.quote", "fields": {"text": {"css": "span.text"}, "author": {"css": "small.author"},
    "author_path": {"css": "a[href^='/author/']::attr(href)"}, "tags": {"css": "a.tag", "many": true}}})config");
  std::vector<std::string> items;
  std::set<std::string> visited;
  for (std::string url = spec.start[0]; !url.empty();) {
    ASSERT_TRUE(visited.insert(url).second) << url;
    const auto page = trawl::html::parse(*rows::file(files[url.substr(host.size())]), {"text/html", url});
    for (const auto& item : extract_items(spec, page).items) items.push_back(item.json);
    url = next_link(spec, page);
  }
  EXPECT_EQ(visited.size(), 10u);
  ASSERT_EQ(items.size(), wanted.size());
  for (std::size_t i = 0; i < items.size(); ++i) EXPECT_EQ(items[i], wanted[i].text());
}

}  // namespace
