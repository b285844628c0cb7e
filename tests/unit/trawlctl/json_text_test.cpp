#include "trawlctl/json_text.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace trawl::ctl {
namespace {

std::string rewritten(std::string_view text) {
  return compact_json(boost::json::parse(text));
}

TEST(CompactJson, WritesWhatItRead) {
  for (const char* text :
       {R"({"a":[1,2,{"b":null}],"c":"ü \"x\"","d":true})", "[]", "{}", "-7", "18446744073709551615"})
    EXPECT_EQ(rewritten(text), text);
}

TEST(CompactJson, WritesNumbersInTheirShortestForm) {
  EXPECT_EQ(rewritten("0.1"), "0.1");
  EXPECT_EQ(rewritten("39.90"), "39.9");
  EXPECT_EQ(rewritten("1e300"), "1e+300");
}

TEST(CompactJson, NeverWritesInfinity) {
  EXPECT_EQ(rewritten("[1e400]"), "[null]");
}

TEST(IndentedJson, KeepsListsOfScalarsOnOneLine) {
  EXPECT_EQ(indented_json(boost::json::parse(R"({"a":[1,2],"b":[{"c":1}],"d":{}})")),
            "{\n  \"a\": [1, 2],\n  \"b\": [\n    {\n      \"c\": 1\n    }\n  ],\n  \"d\": {}\n}");
}

}  // namespace
}  // namespace trawl::ctl
