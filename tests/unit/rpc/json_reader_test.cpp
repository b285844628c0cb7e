#include "base/json_reader.hpp"

#include <gtest/gtest.h>

#include "rpc/json_writer.hpp"

namespace trawl::rpc {
namespace {

Code refusal(std::string_view text, std::size_t depth = 32) {
  const auto value = read_json(text, depth);
  EXPECT_FALSE(value) << text;
  return value ? Code::internal_error : value.error().code;
}

TEST(JsonReader, ReadsWhatItIsGiven) {
  const auto value = read_json(R"( {"a": [1, -2, 3.5, "x\u00e9\n", true, null], "b": {"a": 1}} )", 32);
  ASSERT_TRUE(value);
  EXPECT_EQ(*value, (json::object{{"a", {1, -2, 3.5, "x\xc3\xa9\n", true, nullptr}}, {"b", {{"a", 1}}}}));
}

TEST(JsonReader, RefusesAKeyTwiceInOneObjectAndNamesIt) {
  const auto value = read_json(R"({"run_id": 1, "x": 2, "run\u005fid": 3})", 32);
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().code, Code::invalid_request);
  EXPECT_NE(value.error().message.find("'run_id'"), std::string::npos) << value.error().message;
}

TEST(JsonReader, AllowsAKeyAgainInAnotherObject) {
  EXPECT_TRUE(read_json(R"([{"a": {"a": 1}}, {"a": 2}, {"b": {"a": 1}, "a": 3}])", 32));
}

TEST(JsonReader, FindsARepeatedLongKeyThatArrivesInParts) {
  const std::string key(20'000, 'k');
  EXPECT_EQ(refusal("{\"" + key + "\":1,\"" + key + "\":2}"), Code::invalid_request);
}

TEST(JsonReader, RefusesNumbersThatNoDoubleHolds) {
  EXPECT_EQ(refusal("[1e400]"), Code::invalid_request);
  EXPECT_EQ(refusal("[-1e400]"), Code::invalid_request);
  EXPECT_TRUE(read_json("[1e308, 1e-400]", 32));
}

TEST(JsonReader, CountsDepthInArraysAndObjects) {
  EXPECT_TRUE(read_json(std::string(32, '[') + std::string(32, ']'), 32));
  EXPECT_EQ(refusal(std::string(33, '[') + std::string(33, ']')), Code::parse_error);
  EXPECT_EQ(refusal(std::string(10'000, '[')), Code::parse_error);
  EXPECT_EQ(refusal(R"({"a":{"b":{"c":1}}})", 2), Code::parse_error);
}

TEST(JsonReader, RefusesInvalidUtf8) {
  EXPECT_EQ(refusal("[\"\xff\"]"), Code::parse_error);
  EXPECT_EQ(refusal("[\"\xc0\xaf\"]"), Code::parse_error);      // overlong
  EXPECT_EQ(refusal("[\"\xed\xa0\x80\"]"), Code::parse_error);  // a surrogate
  EXPECT_EQ(refusal("{\"\xff\": 1}"), Code::parse_error);
}

TEST(JsonReader, RefusesAByteOrderMarkAndSaysSo) {
  const auto value = read_json("\xEF\xBB\xBF{}", 32);
  ASSERT_FALSE(value);
  EXPECT_NE(value.error().message.find("byte order mark"), std::string::npos);
}

TEST(JsonReader, RefusesWhatOnlyLooksLikeJson) {
  for (const char* text :
       {"", " ", "{", "[1,]", "{'a':1}", "[1] 2", "// x\n1", "NaN", "[Infinity]", "01", "+1", "\"\t\""})
    EXPECT_EQ(refusal(text), Code::parse_error) << text;
}

TEST(JsonReader, SaysWhereTheFaultIs) {
  const auto value = read_json(R"({"a": tru})", 32);
  ASSERT_FALSE(value);
  EXPECT_GE(value.error().data.at("offset").to_number<int>(), 6);
}

}  // namespace
}  // namespace trawl::rpc
