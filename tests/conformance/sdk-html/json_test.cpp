// The verdicts of JSONTestSuite.
#include "rows.hpp"

namespace {

TEST(JsonTable, TakesAndRefusesWhatTheSuiteSays) {
  ROWS_OR_SKIP(table, "json/parse.jsonl");
  for (const auto& row : table) {
    std::string text =
        row.at("/text_b64") ? rows::from_base64(row.string_at("/text_b64")) : row.string_at("/text");
    if (const auto* repeat = row.at("/repeat")) {
      text.clear();
      for (std::int64_t i = 0; i < repeat->int64_at("/1"); ++i) text += repeat->string_at("/0");
    }
    bool taken = true;
    try {
      trawl::json::parse(text);
    } catch (const trawl::json::parse_error&) {
      taken = false;
    }
    const auto wanted = row.string_at("/expect");
    if (wanted == "accept") EXPECT_TRUE(taken) << row.text().substr(0, 200);
    if (wanted == "reject") EXPECT_FALSE(taken) << row.text().substr(0, 200);
  }
}

}  // namespace
