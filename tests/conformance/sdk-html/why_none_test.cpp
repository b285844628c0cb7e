// Reports over recorded pages and selectors: each is short, in one line, and says no word about what is
// found.
#include <trawl/html.hpp>

#include "rows.hpp"

namespace {

namespace html = trawl::html;

bool is_report(const std::string& text) {
  return text.size() <= 400 && text.find(" finds nothing") != std::string::npos &&
         text.find('\n') == std::string::npos;
}

TEST(WhyNoneTable, EverySelectorIsEitherFoundOrExplained) {
  ROWS_OR_SKIP(table, "css/selectors.jsonl");
  const auto pages = rows::table("pages/recipes/pages.jsonl");
  ASSERT_FALSE(pages.empty());
  const auto page = html::parse(*rows::file(pages[0].string_at("/file")));
  std::size_t explained = 0, with_nearest = 0;
  for (const auto& row : table) {
    if (!row.bool_at("/browser_like")) continue;
    const std::string text = row.string_at("/selector");
    const html::selector selector(text);
    const std::string why = page.why_none(selector);
    EXPECT_EQ(why.empty(), !page.css(selector).empty()) << text;
    if (why.empty()) continue;
    ++explained;
    with_nearest += why.find("finds nothing: ") != std::string::npos;
    EXPECT_TRUE(is_report(why)) << text << "\n" << why;
  }
  std::cout << explained << " selectors find nothing, " << with_nearest << " with a nearest part\n";
  EXPECT_EQ(explained, with_nearest);
}

// What happens when a site renames things: the last class or element of a working rule is another.
TEST(WhyNoneTable, RulesOfRecordedPagesThatBreakQuoteTheirLongestWorkingPart) {
  ROWS_OR_SKIP(table, "pages/recipes/pages.jsonl");
  std::size_t broken = 0;
  for (const auto& row : table) {
    const auto page = html::parse(*rows::file(row.string_at("/file")));
    for (const auto& rule : *row.at("/rules")->as_object()) {
      const std::string& text = *rule.value.as_string();
      if (rule.name.size() < 4 || rule.name.substr(rule.name.size() - 4) != "_css") continue;
      const std::string works = text.substr(0, text.find("::"));
      const std::string why = page.why_none(html::selector(works + " > i.renamed"));
      ++broken;
      EXPECT_TRUE(is_report(why)) << why;
      EXPECT_NE(why.find(" matches "), std::string::npos) << why;
    }
  }
  std::cout << broken << " broken rules explained\n";
}

}  // namespace
