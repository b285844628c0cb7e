// What JSONPath queries select; the grammar as a whole is tested by the compliance suite.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <trawl/jsonpath.hpp>

namespace {

using namespace trawl::json;
using testing::ElementsAre;

const auto store = parse(R"({"book": [
  {"title": "A", "price": 8.95, "tags": ["x"]}, {"title": "B", "price": 12, "isbn": "0-1"},
  {"title": "C'd", "price": 8.99, "isbn": "0-2"}], "limit": 10})");

std::vector<std::string> select(const char* query, const value& document = store) {
  std::vector<std::string> out;
  for (const value* each : path(query).select(document)) out.push_back(each->text());
  return out;
}

TEST(JsonPath, FiltersCompareWithTheDocument) {
  EXPECT_THAT(select("$.book[?@.price < $.limit].title"), ElementsAre("\"A\"", "\"C'd\""));
  EXPECT_THAT(select("$.book[?@.isbn && !@.tags].isbn"), ElementsAre("\"0-1\"", "\"0-2\""));
}

TEST(JsonPath, FunctionsMeasureAndMatch) {
  EXPECT_THAT(select("$.book[?length(@.title) > 1].price"), ElementsAre("8.99"));
  EXPECT_THAT(select("$.book[?count(@.*) == 3 && match(@.isbn, '0-[1]')].title"), ElementsAre("\"B\""));
  EXPECT_THAT(select("$.book[?value(@..tags[0]) == 'x'].title"), ElementsAre("\"A\""));
}

TEST(JsonPath, LocationsAreNormalizedPaths) {
  const auto found = path("$..[?search(@, \"'\")]").locate(store);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].location, "$['book'][2]['title']");
  EXPECT_EQ(path("$['a\\u000b\\'']").locate(parse(R"({"a\u000b'": 1})"))[0].location, "$['a\\u000b\\'']");
  EXPECT_EQ(path("$").locate(store)[0].location, "$");
}

TEST(JsonPath, LargeIntegersAreComparedExactly) {
  const auto ids = parse("[9007199254740992, 9007199254740993]");
  EXPECT_THAT(select("$[?@ == 9007199254740993]", ids), ElementsAre("9007199254740993"));
  EXPECT_THAT(select("$[?@ < 9007199254740993]", ids), ElementsAre("9007199254740992"));
}

TEST(JsonPath, NearestIsTheLongestBeginningThatSelectsSomething) {
  const auto reach = path("$.book[*].author.name").nearest(store);
  EXPECT_EQ(reach.query, "$.book[*]");
  EXPECT_EQ(reach.matches, 3u);
  EXPECT_EQ(reach.value, store.at("/book/0"));
  EXPECT_EQ(path("$.x").nearest(store).query, "$");
}

TEST(JsonPath, ExpressionFromTheDocumentThatIsNoneMatchesNothing) {
  EXPECT_THAT(select("$.t[?search(@, $.r)]", parse(R"({"r": "(", "t": ["("]})")), ElementsAre());
}

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + "1" + std::string(depth, ']');
}

TEST(JsonPath, DescendantsReachTheBottomOfDeepDocuments) {
  const auto deep = parse(nested(1000), {2000});
  EXPECT_EQ(path("$..*").select(deep).size(), 1000u);
  EXPECT_EQ(path("$..*").locate(deep).back().location.size(), 1 + 1000 * std::string("[0]").size());
}

TEST(JsonPath, TooManyResultsAreANamedError) {
  const auto list = parse("[" + std::string(200, ' ') + "1,2,3,4]");
  EXPECT_THROW(path("$[*]").select(list, {3, 1000}), limit_error);
  EXPECT_NO_THROW(path("$[*]").select(list, {4, 1000}));
}

TEST(JsonPath, CostlyQueriesEndWithANamedError) {
  std::string numbers = "[0";
  for (int i = 1; i < 3000; ++i) numbers += "," + std::to_string(i);
  const auto list = parse(numbers + "]");
  EXPECT_THROW(path("$..[?$..[?$..[?@ == 1]]]").select(list, {1'000'000, 1'000'000}), limit_error);
  EXPECT_THROW(path("$[?$ == $]").select(list, {1'000'000, 1'000'000}), limit_error);
}

// An object with many members, and as many rows that are compared with one of them.
value wide_document(std::size_t rows) {
  std::string text = "{";
  for (std::size_t i = 0; i < rows; ++i) text += "\"m" + std::to_string(i) + "\": 0, ";
  text += "\"currency\": \"EUR\", \"note\": \"" + std::string(10'000, 'n') + "\", \"rows\": [0";
  for (std::size_t i = 0; i < rows; ++i) text += ", {\"currency\": \"EUR\"}";
  return parse(text + "]}");
}

TEST(JsonPathLimits, WhatAFilterFindsAtTheRootIsLookedForOnce) {
  EXPECT_EQ(
      path("$.rows[?@.currency == $.currency]").select(wide_document(2'000), {1'000'000, 20'000}).size(),
      2'000u);
}

TEST(JsonPathLimits, CountedCharactersAreStepsToo) {
  EXPECT_THROW(path("$.rows[?length($.note) > 5]").select(wide_document(2'000), {1'000'000, 100'000}),
               limit_error);
}

}  // namespace
