// The compliance suite of JSONPath (RFC 9535).
#include <algorithm>
#include <trawl/jsonpath.hpp>

#include "tests/conformance/sdk-html/rows.hpp"

namespace {

namespace json = trawl::json;

struct Found {
  std::string values, places;  // JSON arrays
};

Found run(const std::string& selector, const json::value& document) {
  json::writer values, places;
  values.begin_array();
  places.begin_array();
  for (const auto& match : json::path(selector).locate(document)) {
    match.value->write(values);
    places.value(match.location);
  }
  values.end_array();
  places.end_array();
  return {std::move(values).text(), std::move(places).text()};
}

// Is `found` the expected text, or one of those that are equally right?
bool expected(const json::value& row, const std::string& key, const std::string& found) {
  if (const auto* one = row.find(key)) return one->text() == found;
  const auto* several = row.find(key == "result" ? "results" : "results_paths");
  return std::any_of(several->as_array()->begin(), several->as_array()->end(),
                     [&](const json::value& each) { return each.text() == found; });
}

TEST(JsonPathCompliance, EveryQuerySelectsWhatItShouldAtTheRightPlaces) {
  ROWS_OR_SKIP(table, "jsonpath/cts.jsonl");
  int queries = 0;
  for (const auto& row : table) {
    if (row.bool_at("/invalid_selector")) continue;
    ++queries;
    const std::string selector = row.string_at("/selector");
    SCOPED_TRACE(row.string_at("/id") + " " + selector);
    try {
      const Found found = run(selector, *row.find("document"));
      EXPECT_TRUE(expected(row, "result", found.values)) << found.values;
      EXPECT_TRUE(expected(row, "result_paths", found.places)) << found.places;
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
  }
  std::cout << queries << " queries\n";
}

TEST(JsonPathCompliance, EveryInvalidQueryIsRefusedWithItsColumn) {
  ROWS_OR_SKIP(table, "jsonpath/cts.jsonl");
  int refused = 0;
  for (const auto& row : table) {
    if (!row.bool_at("/invalid_selector")) continue;
    const std::string selector = row.string_at("/selector");
    try {
      const json::path path(selector);
      ADD_FAILURE() << row.string_at("/id") << " is accepted: " << selector;
    } catch (const json::syntax_error& error) {
      ++refused;
      EXPECT_GE(error.column(), 1u);
      EXPECT_LE(error.column(), selector.size() + 1);
    }
  }
  std::cout << refused << " refused\n";
}

}  // namespace
