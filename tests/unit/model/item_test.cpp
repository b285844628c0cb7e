// Items are compared by their canonical bytes.
#include "model/item.hpp"

#include <gtest/gtest.h>

namespace trawl::model {
namespace {

std::string canonical(std::string_view json) {
  const auto item = canonical_item("item", "k", json);
  return item ? item->data : "refused: " + item.error().message;
}

TEST(CanonicalItem, KeyOrderAndWhiteSpaceDoNotMatter) {
  EXPECT_EQ(canonical(R"({ "b": [1, 2], "a": {"z": null, "y": true} })"), R"({"a":{"y":true,"z":null},"b":[1,2]})");
}

TEST(CanonicalItem, EqualNumbersHaveEqualText) {
  EXPECT_EQ(canonical(R"({"n":1.0})"), canonical(R"({"n":1})"));
  EXPECT_EQ(canonical(R"({"n":0.1})"), R"({"n":0.1})");
  EXPECT_EQ(canonical(R"({"n":-0.0})"), R"({"n":0})");
}

TEST(CanonicalItem, StringsHaveOneSpelling) {
  EXPECT_EQ(canonical(R"({"\u0061":"\u00e9\/\u0022\\"})"), R"({"a":"é/\"\\"})");
  EXPECT_EQ(canonical(R"({"a":"\u0008\u000c\u000A\u000D\u0009\u001F\u007f"})"), "{\"a\":\"\\b\\f\\n\\r\\t\\u001f\x7f\"}");
  EXPECT_EQ(canonical("{\"\":\"\"}"), "{\"\":\"\"}");
}

TEST(CanonicalItem, RefusesWhatCannotBeStored) {
  EXPECT_EQ(canonical("[1]").substr(0, 7), "refused");
  EXPECT_EQ(canonical(R"({"n":1e400})").substr(0, 7), "refused");
  EXPECT_EQ(canonical("{\"n\":\"\xff\"}").substr(0, 7), "refused");
  EXPECT_EQ(canonical(std::string(100, '[')).substr(0, 7), "refused");
  EXPECT_FALSE(canonical_item("item", "", "{}"));
  EXPECT_FALSE(canonical_item("item", std::string(max_item_key + 1, 'k'), "{}"));
}

}  // namespace
}  // namespace trawl::model
