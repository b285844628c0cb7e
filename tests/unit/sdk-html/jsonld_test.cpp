// JSON-LD as pages carry it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <trawl/html.hpp>

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> read(const std::string& json, const std::string& path) {
  return trawl::html::parse("<script type='application/ld+json'>" + json + "</script>").jsonld(path);
}

TEST(JsonLd, FirstNodeOfTheTypeInAnyBlock) {
  const auto page = trawl::html::parse(
      "<script type=application/ld+json>{\"@type\":\"WebPage\",\"name\":\"p\"}</script>"
      "<script type='Application/LD+JSON; "
      "charset=utf-8'>[{\"@type\":\"Recipe\",\"name\":\"a\"},{\"@type\":\"Recipe\",\"name\":\"b\"}]</script>"
      "<script>{\"@type\":\"Recipe\",\"name\":\"no\"}</script>");
  EXPECT_THAT(page.jsonld("Recipe/name"), ElementsAre("a"));
  EXPECT_EQ(page.jsonld1("WebPage/name"), "p");
}

TEST(JsonLd, AllNodesAsTheyStand) {
  const auto page = trawl::html::parse(
      "<script type=application/ld+json>[{\"a\":1},{\"b\":\"x &amp; y\"}]</script>"
      "<script type=application/ld+json>{broken</script>"
      "<script type=application/ld+json>{\"c\":null}</script>");
  std::string all;
  for (const auto& each : page.jsonld()) all += each.text();
  EXPECT_EQ(all, R"({"a":1}{"b":"x &amp; y"}{"c":null})");
}

TEST(JsonLd, InsideGraphAndWithSeveralTypes) {
  EXPECT_THAT(read(R"({"@graph":[{"@type":"X"},{"@type":["Thing","Recipe"],"name":"a"}]})", "Recipe/name"),
              ElementsAre("a"));
  EXPECT_THAT(read(R"({"@type":"http://schema.org/Recipe","name":"a"})", "Recipe/name"), ElementsAre("a"));
}

TEST(JsonLd, NodesOnTopComeBeforeNestedOnes) {
  EXPECT_THAT(
      read(R"([{"@type":"List","item":{"@type":"Recipe","name":"below"}},{"@type":"Recipe","name":"top"}])",
           "Recipe/name"),
      ElementsAre("top"));
  EXPECT_THAT(read(R"({"@type":"WebPage","mainEntity":{"@type":"Recipe","name":"below"}})", "Recipe/name"),
              ElementsAre("below"));
}

TEST(JsonLd, TextsLoseTagsAndEntities) {
  EXPECT_THAT(read(R"({"@type":"R","name":" Soup &amp; <b>br&#101;ad<\/b>&nbsp;1 < 2 "})", "R/name"),
              ElementsAre("Soup & bread 1 < 2"));
}

TEST(JsonLd, ListsObjectsAndNumbersBecomeTexts) {
  const std::string json = R"({"@type":"R","n":4.5,"yes":true,"none":null,"steps":[
      {"@type":"HowToSection","name":"Part","itemListElement":[{"@type":"HowToStep","text":"one"},{"text":"two"}]},
      {"@type":"HowToStep","text":"three"}],"image":[{"url":"http://a/i.png"}],"author":[{"name":"A"},{"name":"B"}]})";
  EXPECT_THAT(read(json, "R/steps"), ElementsAre("one", "two", "three"));
  EXPECT_THAT(read(json, "R/image"), ElementsAre("http://a/i.png"));
  EXPECT_THAT(read(json, "R/author/name"), ElementsAre("A", "B"));
  EXPECT_THAT(read(json, "R/n"), ElementsAre("4.5"));
  EXPECT_THAT(read(json, "R/yes"), ElementsAre("true"));
  EXPECT_THAT(read(json, "R/none"), IsEmpty());
  EXPECT_THAT(read(json, "R/absent"), IsEmpty());
}

TEST(JsonLd, WhatPagesDoToJsonIsForgiven) {
  for (const char* json :
       {"{\"@type\":\"R\",\"name\":\"a\nb\"}", "<!-- {\"@type\":\"R\",\"name\":\"a b\"} -->",
        "//<![CDATA[\n{\"@type\":\"R\",\"name\":\"a b\"}\n//]]>", "{\"@type\":\"R\",\"name\":\"a b\",};",
        "/* x */ {\"@type\":\"R\", \"tags\":[1,2,], \"name\":\"a\tb\"} trailing }",
        "{\"@type\":\"R\",\"name\":\"a\\ b\"}", "{\"@type\":\"R\",\"name\":\"a b\"}{\"@type\":\"R\"}"}) {
    EXPECT_THAT(read(json, "R/name"), ElementsAre("a b")) << json;
  }
}

TEST(JsonLd, BrokenBlocksDoNotHideTheOthers) {
  const auto page = trawl::html::parse(
      "<script type=application/ld+json>{\"@type\":\"R\",\"name\":\"unclosed</script>"
      "<script type=application/ld+json>{\"@type\":\"R\",\"name\":\"a\"}</script>");
  EXPECT_THAT(page.jsonld("R/name"), ElementsAre("a"));
}

}  // namespace
