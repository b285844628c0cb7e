#include "trawl-plugin/schema_outline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trawl::author {
namespace {

using testing::ElementsAre;

std::vector<KeyTable> tables_of(std::string_view schema) {
  auto tables = outline_text(schema);
  EXPECT_TRUE(tables) << tables.error().message;
  return tables ? *tables : std::vector<KeyTable>();
}

KeyRow row_of(const std::string& key) {
  const auto tables = tables_of(R"({"properties": {"key": )" + key + "}}");
  return tables.at(0).keys.at(0);
}

std::vector<std::string> paths_of(std::string_view schema) {
  std::vector<std::string> paths;
  for (const KeyTable& table : tables_of(schema)) paths.push_back(table.path);
  return paths;
}

TEST(SchemaOutline, AKeyHasTypeDefaultAndDescription) {
  const auto tables = tables_of(R"({"type": "object", "required": ["pages"], "properties": {
    "pages": {"type": "integer", "minimum": 1, "maximum": 9, "default": 3, "description": "How many."}}})");
  ASSERT_EQ(tables.size(), 1u);
  const KeyRow& row = tables[0].keys.at(0);
  EXPECT_EQ(row.name, "pages");
  EXPECT_EQ(row.type, "integer, 1 to 9");
  EXPECT_EQ(row.fallback, "3");
  EXPECT_EQ(row.description, "How many.");
  EXPECT_TRUE(row.required);
}

TEST(SchemaOutline, TypesReadLikeWords) {
  EXPECT_EQ(row_of(R"({"type": "string", "format": "uri"})").type, "URL");
  EXPECT_EQ(row_of(R"({"type": ["string", "object"]})").type, "text or object");
  EXPECT_EQ(row_of(R"({"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})").type,
            "text or list of texts");
  EXPECT_EQ(row_of(R"({"type": "object", "additionalProperties": {"type": "number"}})").type,
            "object of numbers");
  EXPECT_EQ(row_of(R"({"type": "object", "additionalProperties": false})").type, "object");
  EXPECT_EQ(row_of(R"({"type": "number", "minimum": 0})").type, "number, at least 0");
  EXPECT_EQ(row_of("{}").type, "any");
}

TEST(SchemaOutline, ChoicesAndDefaultsStandAsInAConfiguration) {
  const KeyRow row = row_of(R"({"enum": ["plain", "two words", 3, null], "default": "plain"})");
  EXPECT_EQ(row.type, "one of");
  EXPECT_THAT(row.choices, ElementsAre("plain", "\"two words\"", "3", "null"));
  EXPECT_EQ(row.fallback, "plain");
  EXPECT_EQ(row_of(R"({"default": ""})").fallback, "\"\"");
}

TEST(SchemaOutline, EachObjectHasATableWithItsPath) {
  EXPECT_THAT(paths_of(R"({"properties": {
      "next": {"properties": {"param": {}}},
      "fields": {"additionalProperties": {"oneOf": [{"type": "string"}, {"properties": {"css": {}}}]}},
      "sites": {"type": "array", "items": {"properties": {"url": {}}}}}})"),
              ElementsAre("", "next", "fields.NAME", "sites[]"));
}

TEST(SchemaOutline, AReferenceIsFollowedAndKeepsItsOwnDescription) {
  const auto tables = tables_of(R"({"$defs": {"page": {"type": "string", "description": "A page."}},
    "properties": {"start": {"$ref": "#/$defs/page"}, "end": {"$ref": "#/$defs/page", "description": "The last."},
                   "gone": {"$ref": "#/$defs/none"}}})");
  ASSERT_EQ(tables.at(0).keys.size(), 3u);
  EXPECT_EQ(tables[0].keys[0].type, "text");
  EXPECT_EQ(tables[0].keys[0].description, "A page.");
  EXPECT_EQ(tables[0].keys[1].description, "The last.");
  EXPECT_EQ(tables[0].keys[2].type, "any");
}

TEST(SchemaOutline, ASchemaThatContainsItselfEnds) {
  EXPECT_THAT(paths_of(R"({"properties": {"left": {"$ref": "#"}, "right": {"$ref": "#"}}})"),
              ElementsAre(""));
  EXPECT_EQ(row_of(R"({"$ref": "#/properties/key"})").type, "any");
  EXPECT_EQ(row_of(R"({"oneOf": [{"$ref": "#/properties/key"}, {"$ref": "#/properties/key"}]})").type, "any");
}

TEST(SchemaOutline, MostlyNonsenseIsNoReasonToFail) {
  EXPECT_THAT(
      paths_of(R"({"properties": {"a": 1, "b": {"type": 7, "enum": 3, "required": "x"}}, "required": 4})"),
      ElementsAre(""));
  EXPECT_TRUE(tables_of("").empty());
  EXPECT_FALSE(outline_text("[]"));
  EXPECT_FALSE(outline_text("{"));
}

}  // namespace
}  // namespace trawl::author
