// Queries over recorded answers of a betting exchange.
#include <trawl/jsonpath.hpp>

#include "tests/conformance/sdk-html/rows.hpp"

namespace {

TEST(RecordedOdds, EveryQueryGivesTheExpectedList) {
  ROWS_OR_SKIP(table, "odds/betfair/expect.jsonl");
  for (const auto& row : table) {
    const auto text = rows::file(row.string_at("/file"));
    ASSERT_TRUE(text) << row.string_at("/file");
    const auto document = trawl::json::parse(*text);
    trawl::json::writer found;
    found.begin_array();
    for (const auto* each : trawl::json::path(row.string_at("/jsonpath")).select(document))
      each->write(found);
    found.end_array();
    EXPECT_EQ(found.text(), row.find("expect")->text()) << row.string_at("/jsonpath");
  }
}

}  // namespace
