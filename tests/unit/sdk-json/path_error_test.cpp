// Queries that are refused: the column, and a sentence that helps.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <trawl/jsonpath.hpp>

namespace {

using testing::HasSubstr;

std::string refusal(const std::string& query) {
  try {
    trawl::json::path{query};
    return "accepted";
  } catch (const trawl::json::syntax_error& error) {
    return error.what();
  }
}

TEST(JsonPathErrors, NameTheQueryTheColumnAndTheReason) {
  EXPECT_EQ(refusal("$.a[b]"),
            "JSONPath '$.a[b]', column 5: a name in quotes, an index, a slice, '*' or a filter "
            "'?...' is expected");
  EXPECT_THAT(refusal("data.items"), HasSubstr("column 1: a query begins with '$'"));
  EXPECT_THAT(refusal("$.a[0"), HasSubstr("column 6: ',' or ']' is expected"));
  EXPECT_THAT(refusal("$.a "), HasSubstr("column 4: nothing follows the query"));
}

TEST(JsonPathErrors, CountCharactersAndNotBytes) {
  EXPECT_THAT(refusal("$.\xC3\xA4\xC3\xB6[x]"), HasSubstr("column 6"));
}

TEST(JsonPathErrors, TellWhatPeopleUsuallyMean) {
  EXPECT_THAT(refusal("$.a[?@.b = 1]"), HasSubstr("column 10: '=' is written '=='"));
  EXPECT_THAT(refusal("$.a[(@.length-1)]"), HasSubstr("scripts are not part of JSONPath"));
  EXPECT_THAT(refusal("$.0"), HasSubstr("an index [0]"));
  EXPECT_THAT(refusal("$[?price < 10]"), HasSubstr("members after '@.'"));
  EXPECT_THAT(refusal("$[?@.a == @.b[*]]"), HasSubstr("column 11: a query that may select several"));
  EXPECT_THAT(refusal("$[?lenght(@) > 1]"), HasSubstr("there are length, count, match, search and value"));
  EXPECT_THAT(refusal("$[?match(@.a)]"), HasSubstr("match() takes two arguments"));
}

TEST(JsonPathErrors, RegularExpressionsInTheQueryAreCheckedToo) {
  EXPECT_THAT(
      refusal("$[?match(@, '\\\\d+')]"),
      HasSubstr("column 13: regular expression '\\d+', column 1: I-Regexp has no '\\d'; write [0-9]"));
}

TEST(JsonPathErrors, LengthNestingAndBytesAreLimited) {
  EXPECT_THAT(refusal("$" + std::string(10'000, '.')), HasSubstr("longer than 10000 bytes"));
  EXPECT_THAT(refusal("$[?" + std::string(33, '(')), HasSubstr("nests deeper than 32"));
  std::string filters = "$";
  for (int i = 0; i < 33; ++i) filters += "[?@";
  EXPECT_THAT(refusal(filters), HasSubstr("nests deeper than 32"));
  EXPECT_THAT(refusal("$.\xFF"), HasSubstr("column 3: it is not UTF-8"));
}

}  // namespace
