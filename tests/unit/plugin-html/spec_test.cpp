// What a configuration is refused for, beyond its schema.
#include "plugins/html/spec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugins/html/schema.hpp"

namespace {

using namespace trawl::html_plugin;
using testing::AllOf;
using testing::HasSubstr;

std::string refusal(const std::string& config) {
  try {
    parse_spec(config);
    return "accepted";
  } catch (const trawl::config_fault& fault) {
    return "config" + fault.pointer() + ": " + fault.what();
  }
}

std::string with(const std::string& rest) {
  return R"({"start": "https://a.example/", )" + rest + "}";
}

TEST(Spec, DefaultsAreThoseOfTheSchema) {
  const auto spec = parse_spec(with(R"("fields": {"t": {"css": "h1"}})"));
  const auto schema = trawl::json::parse(trawl::html_plugin::schema);
  EXPECT_EQ(spec.each.text(), schema.string_at("/properties/each/default"));
  EXPECT_EQ(static_cast<std::int64_t>(spec.max_pages), schema.int64_at("/properties/max_pages/default"));
  EXPECT_EQ(spec.kind, schema.string_at("/properties/kind/default"));
}

TEST(Spec, StartIsAUrlOrAListOfThem) {
  EXPECT_EQ(parse_spec(R"({"start": "HTTP://A.example", "fields": {"t": {"css": "h1"}}})").start,
            std::vector<std::string>{"http://a.example/"});
  EXPECT_EQ(
      parse_spec(R"({"start": ["http://a/", "http://b/x"], "fields": {"t": {"css": "h1"}}})").start.size(),
      2u);
  EXPECT_THAT(refusal(R"({"start": "ftp://a/", "fields": {"t": {"css": "h1"}}})"), HasSubstr("/start"));
}

TEST(Spec, BadSelectorIsNamedWithPlaceAndColumn) {
  const auto text = refusal(with(R"("fields": {"t": {"css": "h1 >> b"}})"));
  EXPECT_THAT(text, HasSubstr("/fields/t/css"));
  EXPECT_THAT(text, HasSubstr("column 5"));
  EXPECT_THAT(refusal(with(R"("each": "p,", "fields": {"t": {"css": "h1"}})")), HasSubstr("config/each"));
  EXPECT_THAT(refusal(with(R"("each": "p,", "fields": {"t": {"css": "h1"}})")), HasSubstr("column 3"));
  EXPECT_THAT(refusal(with(R"("fields": {"t": {"xpath": "//p["}})")),
              AllOf(HasSubstr("/fields/t/xpath"), HasSubstr("column 5")));
}

TEST(Spec, FieldHasExactlyOneSource) {
  EXPECT_THAT(refusal(with(R"("fields": {"t": {"css": "h1", "meta": "x"}})")), HasSubstr("only one"));
  EXPECT_THAT(refusal(with(R"("fields": {"t": {"many": true}})")),
              HasSubstr("one of css, xpath, jsonld, microdata and meta"));
  EXPECT_THAT(refusal(with(R"("fields": {})")), HasSubstr("at least one field"));
}

TEST(Spec, KeyNamesOnlyFieldsThatExist) {
  EXPECT_THAT(refusal(with(R"("key": "{sku}", "fields": {"t": {"css": "h1"}})")), HasSubstr("'{sku}'"));
  EXPECT_THAT(refusal(with(R"("key": "{t", "fields": {"t": {"css": "h1"}})")), HasSubstr("/key"));
}

TEST(Spec, PatternsAreCheckedAtOnce) {
  EXPECT_THAT(refusal(with(R"("fields": {"t": {"css": "h1", "match": "("}})")), HasSubstr("/fields/t/match"));
  EXPECT_THAT(refusal(with(R"("fields": {"t": {"css": "h1", "match": "\u00e4b(c"}})")),
              HasSubstr("column 3: not a"));
  EXPECT_THAT(refusal(with(R"("fields": {"t": {"css": "h1", "match": "a|*b"}})")), HasSubstr("column 3"));
  EXPECT_THAT(refusal(with(R"("fields": {"t": {"css": "h1", "match": "(a)\\1"}})")),
              HasSubstr("column 4: back"));
  EXPECT_THAT(refusal(with(R"("fields": {"t": {"css": "h1", "match": "(a)\\1"}})")),
              HasSubstr("back-references"));
}

TEST(Schema, IsJsonAndDescribesEveryKey) {
  const auto schema = trawl::json::parse(trawl::html_plugin::schema);
  for (const char* place : {"/properties", "/properties/fields/additionalProperties/properties"}) {
    for (const auto& key : *schema.at(place)->as_object())
      EXPECT_NE(key.value.find("description"), nullptr) << key.name;
  }
}

}  // namespace
