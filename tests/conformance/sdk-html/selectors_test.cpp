// Selectors of other engines' test suites: the rows on which browsers agree.
#include <algorithm>
#include <trawl/html.hpp>

#include "rows.hpp"

namespace {

namespace html = trawl::html;

TEST(SelectorTable, FindsWhatBrowsersFind) {
  ROWS_OR_SKIP(table, "css/selectors.jsonl");
  int rows = 0;
  for (const auto& row : table) {
    if (!row.bool_at("/browser_like")) continue;
    ++rows;
    const auto selector = row.string_at("/selector");
    const auto page = rows::file("css/documents/" + row.string_at("/doc") + ".html");
    ASSERT_TRUE(page) << row.string_at("/doc");
    std::vector<std::string> ids;
    try {
      for (const auto& node : html::parse(*page, {"utf-8", ""}).css(selector)) {
        if (node.has_attr("id")) ids.push_back(node.attr("id"));
      }
    } catch (const trawl::selector_error& error) {
      ids = {error.what()};
    }
    // The table does not keep to document order.
    std::sort(ids.begin(), ids.end());
    auto wanted = rows::texts(row.at("/ids"));
    std::sort(wanted.begin(), wanted.end());
    EXPECT_EQ(ids, wanted) << selector << " in " << row.string_at("/doc");
  }
  EXPECT_GT(rows, 200);
}

TEST(SelectorTable, RefusesWhatBrowsersRefuse) {
  ROWS_OR_SKIP(table, "css/syntax-errors.jsonl");
  for (const auto& row : table) {
    if (!row.bool_at("/browser_like")) continue;
    const auto text = row.string_at("/selector");
    try {
      html::selector selector(text);
      ADD_FAILURE() << text << " was accepted";
    } catch (const trawl::selector_error& error) {
      EXPECT_GE(error.column(), 1u) << error.what();
      EXPECT_LE(error.column(), text.size() + 1) << error.what();
    }
  }
}

}  // namespace
