#include <gtest/gtest.h>
#include <trawl/item.hpp>

#include <cstdint>
#include <limits>

namespace {

template <class T>
std::string written(const T& value) {
  return trawl::item()("v", value).json();
}

TEST(Item, IsAnObjectOfItsMembersInOrder) {
  EXPECT_EQ(trawl::item().json(), "{}");
  EXPECT_EQ(trawl::item()("b", 1)("a", "x").json(), R"({"b":1,"a":"x"})");
}

TEST(Item, EscapesWhatJsonMustEscape) {
  EXPECT_EQ(written("\"\\\n\t\x01 é/"), "{\"v\":\"\\\"\\\\\\n\\t\\u0001 é/\"}");
}

TEST(Item, NumbersAreShortAndExact) {
  EXPECT_EQ(written(3.5), R"({"v":3.5})");
  EXPECT_EQ(written(0.1), R"({"v":0.1})");
  EXPECT_EQ(written(1e300), R"({"v":1e+300})");
  EXPECT_EQ(written(std::numeric_limits<std::int64_t>::min()), R"({"v":-9223372036854775808})");
  EXPECT_EQ(written(std::numeric_limits<std::uint64_t>::max()), R"({"v":18446744073709551615})");
  EXPECT_THROW(written(std::numeric_limits<double>::infinity()), std::invalid_argument);
}

TEST(Item, HoldsTextsFlagsListsOptionalsAndItems) {
  EXPECT_EQ(written(std::string("s")), R"({"v":"s"})");
  EXPECT_EQ(written(std::string_view("s")), R"({"v":"s"})");
  EXPECT_EQ(written(true), R"({"v":true})");
  EXPECT_EQ(written(nullptr), R"({"v":null})");
  EXPECT_EQ(written(std::vector<std::string>{"a", "b"}), R"({"v":["a","b"]})");
  EXPECT_EQ(written(std::vector<bool>{true, false}), R"({"v":[true,false]})");
  EXPECT_EQ(written(std::optional<double>()), R"({"v":null})");
  EXPECT_EQ(written(std::optional<int>(3)), R"({"v":3})");
  EXPECT_EQ(written(trawl::item()("x", 1)), R"({"v":{"x":1}})");
  EXPECT_EQ(written(std::vector<trawl::item>{trawl::item()("x", 1)}), R"({"v":[{"x":1}]})");
  EXPECT_EQ(written(trawl::raw_json{"[1]"}), R"({"v":[1]})");
}

TEST(Item, AMemberThatIsNoTextIsNamedAndLeavesTheItemAsItWas) {
  trawl::item it;
  it("id", 1);
  try {
    it("title", "caf\xE9");
    FAIL() << "nothing was thrown";
  } catch (const std::invalid_argument& fault) {
    EXPECT_STREQ(fault.what(), "the item's member 'title' is not UTF-8; page.text() gives a page as UTF-8");
  }
  EXPECT_EQ(it.json(), R"({"id":1})");
}

}  // namespace
