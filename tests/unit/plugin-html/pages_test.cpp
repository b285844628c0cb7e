// The small pages beside the plugin, crawled in memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "plugins/html/extract.hpp"

namespace {

using namespace trawl::html_plugin;
using testing::ElementsAre;

trawl::html::document load(const std::string& name) {
  std::ifstream in(std::string(TRAWL_SOURCE_DIR) + "/plugins/html/pages/" + name, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  EXPECT_FALSE(bytes.str().empty()) << name;
  return trawl::html::parse(bytes.str(), {"", "https://books.example/" + name});
}

TEST(SmallSite, ListingsLeadToEachOtherAndToDetails) {
  const auto spec =
      parse_spec(R"config({"start": "https://books.example/list-1.html", "next": "li.next a::attr(href)",
    "each": "article.book", "follow": "h3 a::attr(href)", "key": "{url}", "fields": {
      "title": {"css": "h1", "required": true}, "price": {"css": ".price", "type": "number", "locale": "en"},
      "tags": {"css": "a.tag", "many": true}, "cover": {"css": "img.cover", "type": "url"},
      "isbn": {"jsonld": "Book/isbn"}, "author": {"jsonld": "Book/author/name"},
      "stock": {"xpath": "string(//p[@class='stock'])", "match": "(\\d+)", "type": "integer", "default": 0}}})config");
  std::vector<std::string> visited, items;
  for (std::string name = "list-1.html"; !name.empty();) {
    const auto page = load(name);
    for (const auto& link : detail_links(spec, page)) {
      visited.push_back(link.substr(link.rfind('/') + 1));
      for (const auto& item : extract_detail(spec, load(visited.back())).items) items.push_back(item.json);
    }
    const auto next = next_link(spec, page);
    name = next.substr(next.rfind('/') + 1);
  }
  EXPECT_THAT(visited, ElementsAre("sea.html", "hill.html", "river.html"));
  EXPECT_THAT(
      items,
      ElementsAre(R"({"title":"The Sea & the Shore","price":1012.5,"tags":["nature","travel"],)"
                  R"("cover":"https://books.example/img/sea.png","isbn":"978-0-00-000001-1",)"
                  R"("author":"A. Nemone","stock":12})",
                  R"({"title":"Hill","price":9,"tags":[],"cover":null,"isbn":null,"author":null,"stock":0})",
                  R"({"title":"Fluß","price":7.25,"tags":["nature"],"cover":null,"isbn":null,)"
                  R"("author":null,"stock":3})"));
}

}  // namespace
