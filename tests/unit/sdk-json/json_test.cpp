#include <gtest/gtest.h>

#include <cmath>
#include <trawl/json.hpp>

namespace {

using trawl::json::parse;
using trawl::json::parse_error;
using trawl::json::writer;

TEST(JsonWriter, CommasStandBetweenValuesOnly) {
  writer out;
  out.begin_object().key("a").value(1).key("b").begin_array().value(true).value(nullptr).end_array();
  out.key("c").begin_object().end_object().key("d").value("x").end_object();
  EXPECT_EQ(out.text(), R"({"a":1,"b":[true,null],"c":{},"d":"x"})");
}

TEST(JsonWriter, StringsAreEscapedAndAlwaysUtf8) {
  writer out;
  out.begin_array()
      .value("\"\\\n\x01")
      .value("caf\xC3\xA9")
      .value("\xFF\xC0\xAF")
      .value("\xED\xA0\x80")
      .end_array();
  EXPECT_EQ(out.text(),
            "[\"\\\"\\\\\\n\\u0001\",\"caf\xC3\xA9\",\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\","
            "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"]");
}

TEST(JsonWriter, NumbersKeepTheirValueAndOthersBecomeNull) {
  writer out;
  out.begin_array().value(0.1).value(std::nan("")).value(INFINITY).value(std::optional<double>()).value(-7LL);
  out.value(std::uint64_t{18446744073709551615u}).end_array();
  EXPECT_EQ(out.text(), "[0.1,null,null,null,-7,18446744073709551615]");
}

TEST(JsonParse, LastOfMembersWithOneNameCounts) {
  EXPECT_EQ(parse(R"({"a":1,"b":2,"a":3})").text(), R"({"a":3,"b":2})");
}

TEST(JsonParse, LastOfMembersCountsInLargeObjectsToo) {
  std::string text = "{";
  for (int i = 0; i < 100; ++i) text += "\"k" + std::to_string(i) + "\":0,";
  const auto value = parse(text + "\"k7\":1}");
  EXPECT_EQ(value.as_object()->size(), 100u);
  EXPECT_EQ(value.int64_at("/k7"), 1);
}

TEST(JsonParse, RefusesWhatIsNotStrictJson) {
  for (const char* text : {"", "{", "[1,]", "{'a':1}", "nul", "[1] x", "01", "1e999", "\"\x01\"", "\"\xFF\"",
                           "// a\n1", "NaN"}) {
    EXPECT_THROW(parse(text), parse_error) << text;
  }
}

TEST(JsonParse, DepthIsLimitedAndTheLimitIsNamed) {
  EXPECT_NO_THROW(parse(std::string(200, '[') + std::string(200, ']')));
  try {
    parse(std::string(300, '[') + std::string(300, ']'));
    FAIL() << "300 nested arrays were taken";
  } catch (const parse_error& error) {
    EXPECT_NE(std::string(error.what()).find("256"), std::string::npos) << error.what();
  }
}

TEST(JsonPointer, FollowsRfc6901) {
  const auto value = parse(R"({"a":[{"b":"x"}],"m~n":1,"c/d":2,"":3})");
  EXPECT_EQ(value.string_at("/a/0/b"), "x");
  EXPECT_EQ(value.int64_at("/m~0n"), 1);
  EXPECT_EQ(value.int64_at("/c~1d"), 2);
  EXPECT_EQ(value.int64_at("/"), 3);
  EXPECT_EQ(value.at(""), &value);
}

TEST(JsonPointer, FindsNothingWhereNothingIs) {
  const auto value = parse(R"({"a":[1,2]})");
  for (const char* pointer : {"/b", "/a/2", "/a/01", "/a/-", "/a/0/x", "a", "/a~2"})
    EXPECT_EQ(value.at(pointer), nullptr) << pointer;
}

TEST(JsonValue, NumbersConvertOnlyWhenNothingIsLost) {
  const auto value = parse("[3, 3.0, 3.5, 18446744073709551615]");
  EXPECT_EQ(value.int64_at("/0"), 3);
  EXPECT_EQ(value.int64_at("/1"), 3);
  EXPECT_EQ(value.at("/2")->as_int64(), std::nullopt);
  EXPECT_EQ(value.at("/3")->as_int64(), std::nullopt);
  EXPECT_EQ(value.text(), "[3,3,3.5,18446744073709551615]");
}

}  // namespace
