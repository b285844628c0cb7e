#include "api/params.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace trawl::api {
namespace {

const std::vector<Param> declared{
    {.name = "run_id", .type = Type::run, .required = true},
    {.name = "platforms", .type = Type::names, .max = 3},
    {.name = "limit", .type = Type::integer, .min = 1, .max = 500, .fallback = 50},
    {.name = "mode", .one_of = {"drain", "now"}},
    {.name = "note", .max = 5},
    {.name = "force", .type = Type::flag},
    {.name = "from", .type = Type::time},
    {.name = "key", .type = Type::key},
};

Result<Params> check(std::string_view text) {
  const json::value given = json::parse(text);
  return check_params("m", declared, &given);
}

struct Refusal {
  std::string given, field, said;
};

TEST(Params, RefusesAndNamesThePlace) {
  const std::string long_key(65, 'k');
  for (const Refusal& row : std::vector<Refusal>{
           {R"({})", "/run_id", "missing"},
           {R"({"run_id":0})", "/run_id", "from 1"},
           {R"({"run_id":"42"})", "/run_id", "integer"},
           {R"({"run_id":1.0})", "/run_id", "integer"},
           {R"({"run_id":"lst"})", "/run_id", "last"},
           {R"({"run_id":null})", "/run_id", "integer"},
           {R"({"run_id":1,"platforms":"a"})", "/platforms", "array"},
           {R"({"run_id":1,"platforms":["a",1]})", "/platforms/1", "string"},
           {R"({"run_id":1,"platforms":["a",""]})", "/platforms/1", "bytes"},
           {R"({"run_id":1,"platforms":["a","b","c","d"]})", "/platforms", "more than 3"},
           {R"({"run_id":1,"limit":0})", "/limit", "between 1 and 500"},
           {R"({"run_id":1,"limit":501})", "/limit", "not 501"},
           {R"({"run_id":1,"limit":"5"})", "/limit", "integer"},
           {R"({"run_id":1,"mode":"dran"})", "/mode", "did you mean 'drain'"},
           {R"({"run_id":1,"note":"123456"})", "/note", "6 bytes"},
           {R"({"run_id":1,"force":1})", "/force", "true or false"},
           {R"({"run_id":1,"from":"yesterday"})", "/from", "2026"},
           {R"({"run_id":1,"key":"a b"})", "/key", "printable"},
           {R"({"run_id":1,"key":")" + long_key + "\"}", "/key", "64"},
           {R"([1,[],1,"now","",false,null,"k",9])", "", "8 parameters"},
       }) {
    const auto params = check(row.given);
    ASSERT_FALSE(params) << row.given;
    EXPECT_EQ(params.error().code, Code::invalid_params) << row.given;
    EXPECT_NE(params.error().message.find(row.said), std::string::npos) << params.error().message;
    if (!row.field.empty()) EXPECT_EQ(params.error().data.at("field"), json::value(row.field)) << row.given;
  }
}

TEST(Params, AnUnknownOneIsFoundBeforeAnythingElse) {
  const auto params = check(R"({"platfroms":[]})");
  ASSERT_FALSE(params);
  EXPECT_EQ(params.error().code, Code::unknown_param);
  EXPECT_EQ(params.error().data.at("suggestions"), json::value(json::array{"platforms"}));
}

TEST(Params, FillsInWhatIsAbsent) {
  const auto params = check(R"({"run_id":"last"})");
  ASSERT_TRUE(params);
  EXPECT_EQ(params->integer("limit"), 50);
  EXPECT_EQ(params->text("run_id"), "last");
  EXPECT_FALSE(params->has("note"));
  EXPECT_FALSE(params->flag("force"));
}

TEST(Params, AnArrayIsTakenInTheDeclaredOrder) {
  const auto params = check(R"([42, ["a","b"], null, "now"])");
  ASSERT_TRUE(params);
  EXPECT_EQ(params->integer("run_id"), 42);
  EXPECT_EQ(params->names("platforms"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(params->integer("limit"), 50) << "null stands for an absent one";
  EXPECT_EQ(params->text("mode"), "now");
}

TEST(Params, DescribeThemselvesAsJsonSchema) {
  EXPECT_EQ(
      json::value(schema(declared[0])),
      json::parse(
          R"({"oneOf":[{"type":"integer","minimum":1},{"type":"string","enum":["last","latest-failed"]}]})"));
  EXPECT_EQ(json::value(schema(declared[1])),
            json::parse(R"({"type":"array","items":{"type":"string"},"maxItems":3})"));
  EXPECT_EQ(json::value(schema(declared[2])),
            json::parse(R"({"type":"integer","minimum":1,"maximum":500,"default":50})"));
  EXPECT_EQ(json::value(schema(declared[3])), json::parse(R"({"type":"string","enum":["drain","now"]})"));
}

}  // namespace
}  // namespace trawl::api
