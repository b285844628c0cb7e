// Recorded articles: what a selector's first match says.
#include <gmock/gmock.h>

#include <trawl/html.hpp>
#include <trawl/text.hpp>

#include "rows.hpp"

namespace {

TEST(Articles, EveryRuleGivesItsText) {
  ROWS_OR_SKIP(table, "pages/articles/pages.jsonl");
  for (const auto& row : table) {
    const auto bytes = rows::file(row.string_at("/file"));
    ASSERT_TRUE(bytes) << row.string_at("/file");
    const auto page = trawl::html::parse(*bytes);
    for (const auto& rule : *row.at("/rules")->as_object()) {
      const auto node = page.css1(rule.value.string_at("/css"));
      const auto attribute = rule.value.string_at("/attr");
      const auto found = attribute.empty() ? node.text() : trawl::normalise(node.attr(attribute));
      EXPECT_EQ(found, rule.value.string_at("/expect")) << row.string_at("/id") << " " << rule.name;
    }
  }
}

TEST(OddsPortal, RowsWithNestedLinksHoldTheirTexts) {
  ROWS_OR_SKIP(table, "odds/oddsportal/rows.jsonl");
  const auto bytes = rows::file(table[0].string_at("/file"));
  ASSERT_TRUE(bytes);
  const auto page = trawl::html::parse(*bytes);
  for (const auto& row : table) {
    const auto all = page.css(row.string_at("/row_selector"));
    const auto index = static_cast<std::size_t>(row.int64_at("/index"));
    ASSERT_LT(index, all.size());
    for (const auto& rule : *row.at("/selectors")->as_object()) {
      EXPECT_EQ(all[index].css(*rule.value.as_string()).texts(), rows::texts(row.at("/expect/" + rule.name)))
          << index << " " << rule.name;
    }
    const auto links = all[index].css("a::attr(href)").texts();
    EXPECT_THAT(links, testing::Contains(row.string_at("/expect/href"))) << index;
  }
}

}  // namespace
