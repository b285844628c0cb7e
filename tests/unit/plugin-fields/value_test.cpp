// Values that are typed already, as in JSON; those from texts are tested with the plugins that read pages.
#include "plugins/fields/value.hpp"

#include <gtest/gtest.h>

namespace {

using namespace trawl::fields;

// The JSON of a field of that shape whose source finds `found`.
std::string typed(const std::string& shape, const std::string& found) {
  const auto value = trawl::json::parse(found);
  const Match match{value.as_string() ? *value.as_string() : value.text(), "", &value};
  return make_value(parse_shape(trawl::json::parse(shape), "", true), {match}, "http://a/").json;
}

TEST(TypedValue, NumberStaysTheNumberItIs) {
  EXPECT_EQ(typed(R"({"type": "number"})", "1e3"), "1000");
  EXPECT_EQ(typed(R"({"type": "integer"})", "9007199254740993"), "9007199254740993");
  EXPECT_EQ(typed(R"({"type": "integer"})", "1.5"), "null");
}

TEST(TypedValue, TextIsReadWhenANumberIsWanted) {
  EXPECT_EQ(typed(R"({"type": "number"})", R"("1.234,56")"), "1234.56");
}

TEST(TypedValue, JsonIsKeptAsItStands) {
  EXPECT_EQ(typed(R"({"type": "json"})", R"({"a": [1, null]})"), R"({"a":[1,null]})");
  EXPECT_EQ(typed(R"({"type": "json", "many": true})", "[1]"), "[[1]]");
}

TEST(TypedValue, PatternLooksAtTheTextOfANumber) {
  EXPECT_EQ(typed(R"({"type": "integer", "match": "^\\d\\d"})", "4711"), "47");
}

TEST(Shape, TypeJsonIsOfferedOnlyWhereSourcesHaveIt) {
  const auto config = trawl::json::parse(R"({"type": "json"})");
  EXPECT_EQ(parse_shape(config, "/fields/a", true).type, Type::json);
  EXPECT_THROW(parse_shape(config, "/fields/a"), trawl::config_fault);
}

}  // namespace
