#include "rpc/json_writer.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <limits>

namespace trawl::rpc {
namespace {

std::string text(const json::value& value) {
  std::string out;
  append_json(out, value);
  return out;
}

TEST(JsonWriter, WritesNumbersAsPeopleWould) {
  EXPECT_EQ(text(12.5), "12.5");
  EXPECT_EQ(text(0.1), "0.1");
  EXPECT_EQ(text(30.0), "30");
  EXPECT_EQ(text(-0.0), "0");
  EXPECT_EQ(text(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(text(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
}

TEST(JsonWriter, NeverWritesANumberThatJsonDoesNotHave) {
  EXPECT_EQ(text(std::numeric_limits<double>::infinity()), "null");
  EXPECT_EQ(text(std::numeric_limits<double>::quiet_NaN()), "null");
}

TEST(JsonWriter, EscapesWhatMustBeEscapedAndKeepsTheLineWhole) {
  EXPECT_EQ(text("a\"b\\c\nd\te\x01\x1f/\xc3\xa9"), "\"a\\\"b\\\\c\\nd\\te\\u0001\\u001f/\xc3\xa9\"");
}

TEST(JsonWriter, WritesWhatCanBeReadBack) {
  const json::value value = json::parse(R"({"a":[1,[],{}],"b":{"c":null,"d":[true,false]},"e":"\u0000\r"})");
  EXPECT_EQ(json::parse(text(value)), value);
}

TEST(JsonWriter, AnErrorCarriesItsWordItsHintAndItsDetails) {
  std::string out;
  append_reply(out, "x", refuse(Code::run_active, "run 4 is still running", "wait", {{"run_id", 4}}));
  EXPECT_EQ(json::parse(out), json::parse(R"({"jsonrpc":"2.0","id":"x","error":{"code":1201,
      "message":"run 4 is still running","data":{"run_id":4,"kind":"run_active","retryable":true,"hint":"wait"}}})"));
  EXPECT_EQ(out.find('\n'), out.size() - 1);
}

}  // namespace
}  // namespace trawl::rpc
