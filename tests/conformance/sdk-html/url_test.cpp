// URLs of web-platform-tests, as far as pages can be fetched with them.
#include <iostream>
#include <trawl/html.hpp>

#include "rows.hpp"

namespace {

// The rest are names beyond ASCII, numbers that stand for IPv4 addresses, and odd user names.
TEST(UrlTable, ResolvesHttpReferencesAsBrowsersDo) {
  ROWS_OR_SKIP(table, "url/parse.jsonl");
  int rows = 0, equal = 0;
  std::string differing;
  for (const auto& row : table) {
    const auto href = row.string_at("/href");
    if (href.rfind("http", 0) != 0) continue;
    ++rows;
    const auto found = trawl::html::resolve(row.string_at("/base"), row.string_at("/input"));
    equal += found == href;
    if (found != href)
      differing +=
          row.string_at("/input") + " + " + row.string_at("/base") + " -> " + found + " not " + href + "\n";
  }
  std::cout << equal << " of " << rows << " URLs are equal\n";
  EXPECT_GE(equal, rows * 0.78) << differing;
}

}  // namespace
