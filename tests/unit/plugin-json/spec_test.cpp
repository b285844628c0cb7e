// What a configuration is refused for, beyond its schema, and that both agree.
#include "plugins/json/spec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <trawl/config_fault.hpp>

#include "plugins/json/schema.hpp"

namespace {

using namespace trawl::json_plugin;
using testing::HasSubstr;

Spec with(const std::string& more) {
  return parse_spec(R"({"start": "http://a/", )" + more + "}");
}

std::string refusal(const std::string& more) {
  try {
    with(more);
    return "accepted";
  } catch (const trawl::config_fault& fault) {
    return fault.pointer() + ": " + fault.what();
  }
}

TEST(JsonSpec, DefaultsAreThoseOfTheSchema) {
  const Spec spec = with(R"("next": {"page": "p"})");
  const auto schema = trawl::json::parse(trawl::json_plugin::schema);
  EXPECT_EQ(spec.items.text(), schema.string_at("/properties/items/default"));
  EXPECT_EQ(spec.kind, schema.string_at("/properties/kind/default"));
  EXPECT_EQ(static_cast<std::int64_t>(spec.max_pages), schema.int64_at("/properties/max_pages/default"));
  EXPECT_EQ(std::get<PageNumber>(spec.next).first,
            schema.int64_at("/properties/next/properties/first/default"));
  EXPECT_EQ(std::get<PageNumber>(spec.next).step,
            schema.int64_at("/properties/next/properties/step/default"));
}

TEST(JsonSpec, PointersAndPathsAreRefusedWithPlaceAndColumn) {
  EXPECT_THAT(refusal(R"("items": "/a~b")"), HasSubstr("/items: JSON Pointer '/a~b', column 3"));
  EXPECT_THAT(refusal(R"("items": "$.a[")"), HasSubstr("/items: JSONPath '$.a[', column 5"));
  EXPECT_THAT(refusal(R"("fields": {"a/b": "$["})"), HasSubstr("/fields/a~1b: JSONPath '$[', column 3"));
  EXPECT_THAT(refusal(R"("fields": {"a": {"path": "$.x y"}})"),
              HasSubstr("/fields/a/path: JSONPath '$.x y', column 5"));
  EXPECT_THAT(refusal(R"("next": {"path": "$[?]"})"), HasSubstr("/next/path: JSONPath '$[?]', column 4"));
  EXPECT_THAT(refusal(R"("error_when": {"pointer": "/~"})"), HasSubstr("/error_when/pointer"));
  EXPECT_THAT(refusal(R"("message": "$..")"), HasSubstr("/message: JSONPath '$..', column 4"));
  EXPECT_THAT(refusal(R"("key": "x{/~2}")"), HasSubstr("/key: JSON Pointer '/~2', column 2"));
}

TEST(JsonSpec, PatternsAndKeysAreChecked) {
  EXPECT_THAT(refusal(R"("fields": {"a": {"pointer": "/x", "match": "("}})"), HasSubstr("/fields/a/match"));
  EXPECT_THAT(refusal(R"("key": "a-{b}")"), HasSubstr("/key: column 3: '{b}' is neither"));
  EXPECT_THAT(refusal(R"("key": "{b")"), HasSubstr("column 1: '{' has no '}'"));
}

TEST(JsonSpec, NextHasOneWayOnly) {
  EXPECT_THAT(refusal(R"("next": {"page": "p", "link": "next"})"), HasSubstr("/next: one of"));
  EXPECT_THAT(refusal(R"("next": {})"), HasSubstr("/next: one of"));
  EXPECT_THAT(refusal(R"("next": {"page": "p", "step": 0})"), HasSubstr("/next/step"));
  EXPECT_TRUE(std::holds_alternative<NextUrl>(with(R"("next": {"pointer": "/next"})").next));
  EXPECT_TRUE(std::holds_alternative<Cursor>(with(R"("next": {"pointer": "/next", "param": "c"})").next));
}

TEST(JsonSpec, BodyIsPostedAsItsKind) {
  const Spec form = with(R"("body": "a=b")");
  EXPECT_TRUE(form.post);
  EXPECT_EQ(form.content_type, "application/x-www-form-urlencoded");
  const Spec query =
      with(R"("body": {"query": "{ jobs }"}, "headers": {"content-type": "application/graphql+json"})");
  EXPECT_EQ(query.body, R"({"query":"{ jobs }"})");
  EXPECT_EQ(query.content_type, "application/graphql+json");
  EXPECT_THAT(refusal(R"("method": "GET", "body": "x")"), HasSubstr("/method: a GET sends no body"));
}

TEST(JsonSpec, StartIsHttp) {
  EXPECT_THROW(parse_spec(R"({"start": ["http://a/", "ftp://b/"]})"), trawl::config_fault);
  EXPECT_THROW(parse_spec(R"({"start": []})"), trawl::config_fault);
}

}  // namespace
