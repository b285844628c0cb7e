// The part of JSON Schema that plugins describe their configuration with.
#include "settings/schema.hpp"

#include "tests/unit/settings/loading.hpp"

namespace trawl::settings {
namespace {

using namespace testing;

std::vector<std::string> check(std::string_view schema_text, std::string_view yaml) {
  const auto schema = Schema::parse(schema_text);
  if (!schema) return {schema.error().message};
  Faults faults("c", yaml);
  const auto tree = parse_tree(yaml, faults);
  if (tree) schema->check(*tree, "config", faults);
  std::vector<std::string> messages;
  for (const Fault& fault : faults.take()) messages.push_back(fault.message);
  return messages;
}

TEST(Schema, Types) {
  EXPECT_THAT(check(R"({"type": "integer"})", "5"), IsEmpty());
  EXPECT_THAT(check(R"({"type": "integer"})", "5.0"), IsEmpty());
  EXPECT_THAT(check(R"({"type": "integer"})", "5.5"),
              ElementsAre("config: expected an integer, got the number 5.5"));
  EXPECT_THAT(check(R"({"type": "number"})", "\"5\""),
              ElementsAre("config: expected a number, got the text '5'; remove the quotation marks"));
  EXPECT_THAT(check(R"({"type": "string"})", "no"), IsEmpty());
  EXPECT_THAT(check(R"({"type": "string"})", "true"),
              ElementsAre("config: expected text, got the boolean true; put it in quotation marks"));
  EXPECT_THAT(
      check(R"({"type": "boolean"})", "no"),
      ElementsAre(
          "config: expected true or false, got the text 'no'; YAML 1.2 reads yes, no, on and off as text"));
  EXPECT_THAT(check(R"({"type": ["string", "null"]})", "~"), IsEmpty());
  EXPECT_THAT(check(R"({"type": ["array", "null"]})", "{a: 1}"),
              ElementsAre("config: expected a list or nothing, got a map"));
}

TEST(Schema, Choices) {
  EXPECT_THAT(check(R"({"enum": ["text", 1, null]})", "1"), IsEmpty());
  EXPECT_THAT(check(R"({"enum": ["text", 1, null]})", "~"), IsEmpty());
  EXPECT_THAT(check(R"({"enum": ["text", "url"]})", "txt"),
              ElementsAre("config: expected one of text, url, got the text 'txt', did you mean 'text'?"));
  EXPECT_THAT(check(R"({"const": {"a": [1]}})", "{a: [1.0]}"), IsEmpty());
  EXPECT_THAT(check(R"({"const": 5})", "\"5\""), ElementsAre("config: expected 5, got the text '5'"));
}

TEST(Schema, Numbers) {
  constexpr std::string_view schema =
      R"({"minimum": 1, "maximum": 2.5, "exclusiveMaximum": 2.5, "exclusiveMinimum": 0})";
  EXPECT_THAT(check(schema, "2"), IsEmpty());
  EXPECT_THAT(check(schema, "-1"),
              ElementsAre("config: expected at least 1, got -1", "config: expected more than 0, got -1"));
  EXPECT_THAT(check(schema, "2.5"), ElementsAre(HasSubstr("expected less than 2.5E0, got 2.5")));
}

TEST(Schema, TextLengthsAreInCharacters) {
  EXPECT_THAT(check(R"({"minLength": 2, "maxLength": 3})", "äöü"), IsEmpty());
  EXPECT_THAT(check(R"({"maxLength": 3})", "äöüß"),
              ElementsAre("config: expected at most 3 characters, got 4"));
  EXPECT_THAT(check(R"({"minLength": 1})", "\"\""), ElementsAre("config: expected text, got none"));
}

TEST(Schema, Patterns) {
  EXPECT_THAT(check(R"({"pattern": "^https?://"})", "https://a.example"), IsEmpty());
  EXPECT_THAT(check(R"({"pattern": "^https?://"})", "a.example"),
              ElementsAre("config: 'a.example' does not match ^https?://"));
}

TEST(Schema, APatternThatWouldNeverEndIsCutShort) {
  EXPECT_THAT(check(R"({"pattern": "^(a+)+$"})", std::string(60, 'a') + "!"),
              ElementsAre(HasSubstr("config: ")));
  EXPECT_THAT(check(R"({"pattern": "a"})", std::string(5000, 'b')),
              ElementsAre("config: the text is too long to be checked"));
}

TEST(Schema, Maps) {
  constexpr std::string_view schema = R"({
    "required": ["a"], "properties": {"a": {"type": "integer"}}, "patternProperties": {"^x-": {"type": "string"}},
    "additionalProperties": {"type": "boolean"}, "minProperties": 1})";
  EXPECT_THAT(check(schema, "{a: 1, x-b: c, other: true}"), IsEmpty());
  EXPECT_THAT(check(schema, "{x-b: 1, other: 2}"),
              ElementsAre("config: missing key 'a'",
                          "config at /x-b: expected text, got the integer 1; put it in quotation marks",
                          "config at /other: expected true or false, got the integer 2"));
  EXPECT_THAT(check(schema, "{}"),
              ElementsAre("config: missing key 'a'", "config: expected at least 1 keys, got 0"));
}

TEST(Schema, Lists) {
  EXPECT_THAT(check(R"({"items": {"type": "integer"}, "minItems": 1, "maxItems": 2})", "[1, x]"),
              ElementsAre("config at /1: expected an integer, got the text 'x'"));
  EXPECT_THAT(check(R"({"minItems": 1})", "[]"), ElementsAre("config: expected at least 1 entries, got 0"));
  EXPECT_THAT(check(R"({"maxItems": 1})", "[1, 2]"),
              ElementsAre("config: expected at most 1 entries, got 2"));
}

TEST(Schema, AlternativesOfTypeAreNamedTogether) {
  EXPECT_THAT(check(R"({"anyOf": [{"type": "string"}, {"type": "array"}]})", "5"),
              ElementsAre("config: expected text or a list, got the integer 5; put it in quotation marks"));
}

TEST(Schema, TheAlternativeThatWasMeantIsExplained) {
  constexpr std::string_view schema =
      R"({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})";
  EXPECT_THAT(check(schema, "[a, 5]"),
              ElementsAre("config at /1: expected text, got the integer 5; put it in quotation marks"));
}

TEST(Schema, AnUnclearAlternativeListsWhatEachWants) {
  constexpr std::string_view schema = R"({"oneOf": [{"required": ["css"]}, {"required": ["xpath"]}]})";
  EXPECT_THAT(check(schema, "{css: a}"), IsEmpty());
  EXPECT_THAT(
      check(schema, "{x: a}"),
      ElementsAre("config: fits none of the allowed forms: missing key 'css'; or missing key 'xpath'"));
  EXPECT_THAT(check(schema, "{css: a, xpath: b}"),
              ElementsAre("config: fits more than one of the forms that exclude each other"));
}

TEST(Schema, FormsThatFailDeeperSayWhere) {
  constexpr std::string_view schema = R"({"anyOf": [
    {"properties": {"a": {"type": "integer"}}}, {"properties": {"a": {"type": "boolean"}}}]})";
  EXPECT_THAT(check(schema, "{a: x}"),
              ElementsAre("config: fits none of the allowed forms: /a expected an integer, got the text 'x'; "
                          "or /a expected true or false, got the text 'x'"));
}

TEST(Schema, DefinitionsCanBeShared) {
  constexpr std::string_view schema = R"({
    "$defs": {"tree": {"type": "object", "additionalProperties": {"$ref": "#/$defs/tree"}}}, "$ref": "#/$defs/tree"})";
  EXPECT_THAT(check(schema, "{a: {b: {}}}"), IsEmpty());
  EXPECT_THAT(check(schema, "{a: {b: 5}}"), ElementsAre("config at /a/b: expected a map, got the integer 5"));
}

TEST(Schema, ASchemaThatRunsInCirclesEnds) {
  EXPECT_THAT(check(R"({"$defs": {"a": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"})", "5"), IsEmpty());
  constexpr std::string_view doubling =
      R"({"$defs": {"a": {"allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}]}}, "$ref": "#/$defs/a"})";
  EXPECT_THAT(
      check(doubling, "5"),
      ElementsAre("config: too much to check against this plugin's schema; make the configuration smaller"));
}

TEST(Schema, TheDescriptionOfTheNearestSchemaIsShown) {
  constexpr std::string_view schema =
      R"({"description": "all of it", "properties": {"a": {"type": "integer", "description": "How many. More is slower."}}})";
  EXPECT_THAT(check(schema, "{a: x}"),
              ElementsAre("config at /a: expected an integer, got the text 'x' (How many)"));
}

TEST(Schema, SenselessSchemasAreRefusedWithTheirPlace) {
  EXPECT_THAT(check("{", "1"), ElementsAre(HasSubstr("it is not JSON")));
  EXPECT_THAT(check("[]", "1"), ElementsAre("the schema must be an object"));
  EXPECT_THAT(check(R"({"properties": {"a/b": {"minimum": "x"}}})", "1"),
              ElementsAre("/properties/a~1b/minimum must be a number"));
  EXPECT_THAT(check(R"({"pattern": "("})", "1"), ElementsAre(HasSubstr("/pattern is no regular expression")));
  EXPECT_THAT(check(R"({"$ref": "#/$defs/a"})", "1"),
              ElementsAre("/$ref must be \"#/$defs/NAME\" and name a definition of this schema"));
  EXPECT_THAT(check(R"({"required": "a"})", "1"), ElementsAre("/required must be a list of texts"));
  EXPECT_THAT(check(R"({"oneOf": []})", "1"), ElementsAre("/oneOf must be a list of schemas"));
  EXPECT_THAT(check(R"({"minItems": -1})", "1"), ElementsAre("/minItems must be a whole number from 0"));
}

TEST(Schema, KeywordsThatAreNotCheckedAreListed) {
  const auto schema = Schema::parse(
      R"({"not": {}, "items": {"uniqueItems": true, "title": "t", "format": "uri", "x-ui": 1}})");
  ASSERT_TRUE(schema);
  EXPECT_THAT(schema->unsupported_keywords(), ElementsAre("not", "uniqueItems"));
}

}  // namespace
}  // namespace trawl::settings
