// Items, fields and keys of a document.
#include "plugins/json/extract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace trawl::json_plugin;
using testing::ElementsAre;
using testing::IsEmpty;

Extracted extract(const std::string& config, const std::string& document) {
  return extract_items(parse_spec(R"({"start": "http://a/", )" + config + "}"), trawl::json::parse(document),
                       "http://a/list?page=2");
}

std::vector<std::string> jsons(const Extracted& found) {
  std::vector<std::string> out;
  for (const Item& each : found.items) out.push_back(each.json);
  return out;
}

std::vector<std::string> keys(const Extracted& found) {
  std::vector<std::string> out;
  for (const Item& each : found.items) out.push_back(each.key);
  return out;
}

std::vector<std::string> problems(const Extracted& found) {
  std::vector<std::string> out;
  for (const Problem& each : found.problems) out.push_back(each.code + " " + each.text);
  return out;
}

// The one field "f" of the one item `value`.
std::string field(const std::string& source, const std::string& value) {
  const auto found = extract(R"("fields": {"f": )" + source + "}", value);
  return found.items.empty() ? "no item" : found.items[0].json;
}

TEST(JsonItems, PointerLeadsToAListOrToOneItem) {
  EXPECT_THAT(jsons(extract(R"("items": "/d")", R"({"d": [{"a": 1}, {"a": 2}]})")),
              ElementsAre(R"({"a":1})", R"({"a":2})"));
  EXPECT_THAT(jsons(extract(R"("items": "/d")", R"({"d": {"a": 1}})")), ElementsAre(R"({"a":1})"));
  EXPECT_THAT(jsons(extract(R"("items": "")", R"([{"a": 1}])")), ElementsAre(R"({"a":1})"));
  EXPECT_THAT(jsons(extract(R"("items": "/d")", R"({"d": null})")), IsEmpty());
}

TEST(JsonItems, PathSelectsTheItems) {
  EXPECT_THAT(jsons(extract(R"("items": "$.g[*].d[?@.a > 1]")",
                            R"({"g": [{"d": [{"a": 1}, {"a": 2}]}, {"d": [{"a": 3}]}]})")),
              ElementsAre(R"({"a":2})", R"({"a":3})"));
  EXPECT_THAT(problems(extract(R"("items": "$.d[?@.a > 1]")", R"({"d": [{"a": 1}]})")), IsEmpty());
}

TEST(JsonItems, PlaceThatDoesNotExistIsAnErrorThatShowsWhatDoes) {
  EXPECT_THAT(
      problems(extract(R"("items": "/data/jobs")", R"({"data": {"results": [], "total": 0}})")),
      ElementsAre("missing_items items: '/data/jobs' is not there; '/data' is an object with the members "
                  "'results' and 'total' in http://a/list?page=2"));
}

TEST(JsonItems, FieldsKeepTheirTypesAndTheOrderOfTheConfiguration) {
  EXPECT_THAT(
      jsons(extract(R"("items": "", "fields": {"title": "/t", "id": "/id", "gone": "/x/y", "tags": "/tags"})",
                    R"([{"id": 9007199254740993, "t": "T", "tags": ["a", null]}])")),
      ElementsAre(R"({"title":"T","id":9007199254740993,"gone":null,"tags":["a",null]})"));
}

TEST(JsonItems, TypesAreReadOutOfTexts) {
  EXPECT_EQ(field(R"({"pointer": "/p", "type": "number", "locale": "de"})", R"({"p": "1.234,50 EUR"})"),
            R"({"f":1234.5})");
  EXPECT_EQ(field(R"({"pointer": "/p", "type": "integer", "match": "/(\\d+)$"})", R"({"p": "/jobs/17"})"),
            R"({"f":17})");
  EXPECT_EQ(field(R"({"pointer": "/p", "type": "url"})", R"({"p": "../x"})"), R"({"f":"http://a/x"})");
  EXPECT_EQ(field(R"({"pointer": "/p", "type": "text"})", R"({"p": 17})"), R"({"f":"17"})");
  EXPECT_EQ(field(R"({"pointer": "/p", "type": "boolean"})", R"({"p": "no"})"), R"({"f":false})");
  EXPECT_EQ(field(R"({"pointer": "/p", "type": "boolean"})", R"({"p": true})"), R"({"f":true})");
  EXPECT_EQ(field(R"({"pointer": "/p", "default": "?"})", R"({"p": null})"), R"({"f":"?"})");
}

TEST(JsonItems, ManyIsAListOfWhatAPathSelectsOrAListHolds) {
  EXPECT_EQ(field(R"({"path": "$.a[*].n", "many": true})", R"({"a": [{"n": 1}, {"n": "x"}, {}]})"),
            R"({"f":[1,"x"]})");
  EXPECT_EQ(field(R"({"pointer": "/a", "many": true, "type": "url"})", R"({"a": ["/x", null, "/y"]})"),
            R"({"f":["http://a/x","http://a/y"]})");
  EXPECT_EQ(field(R"({"path": "$.a[*]", "many": true})", R"({"a": []})"), R"({"f":[]})");
}

TEST(JsonItems, KeysComeFromTheItemTheFieldsAndThePage) {
  const std::string document = R"([{"id": 7, "n": "x"}])";
  EXPECT_THAT(keys(extract(R"("key": "job-{/id}")", document)), ElementsAre("job-7"));
  EXPECT_THAT(keys(extract(R"("key": "{name}/{/id}", "fields": {"name": "/n"})", document)),
              ElementsAre("x/7"));
  EXPECT_THAT(keys(extract(R"("key": "{url}#{/id}")", document)), ElementsAre("http://a/list?page=2#7"));
  EXPECT_THAT(keys(extract(R"("items": "")", R"([{"a": 1}, {"a": 1}, {"a": 2}])")).size(), 3u);
}

TEST(JsonItems, ItemWithoutItsKeyIsAnErrorToldOnce) {
  EXPECT_THAT(
      problems(extract(R"("key": "{/id}")", R"([{"id": 1}, {"no": 1}, {"no": 2}, {"id": [1]}])")),
      ElementsAre("missing_field the key of item 2 (and of 2 more on this page): '/id' is not there; the "
                  "document is an object with the member 'no' in http://a/list?page=2"));
}

TEST(JsonItems, MissingRequiredFieldNamesWhatIsThereAndLeavesTheOthers) {
  const auto found = extract(
      R"("fields": {"p": {"pointer": "/attributes/price", "required": true}})",
      R"([{"attributes": {"price": 1}}, {"attributes": {"cost": 2}}, {"attributes": {"price": null}}])");
  EXPECT_THAT(jsons(found), ElementsAre(R"({"p":1})"));
  EXPECT_THAT(
      problems(found),
      ElementsAre("missing_field required field 'p' of item 2 (and of 1 more on this page): "
                  "'/attributes/price' is not there; '/attributes' is an object with the member 'cost' in "
                  "http://a/list?page=2"));
}

TEST(JsonItems, WithoutFieldsOnlyObjectsAreItems) {
  EXPECT_THAT(
      problems(extract(R"("items": "")", "[1]")),
      ElementsAre("missing_field the value of item 1: it is a number and no object; `fields` make one in "
                  "http://a/list?page=2"));
  EXPECT_THAT(jsons(extract(R"("items": "", "fields": {"n": ""})", "[1]")), ElementsAre(R"({"n":1})"));
}

}  // namespace
