// Pointers and paths behind one face, and what is said when they lead nowhere.
#include "plugins/json/locator.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace trawl::json_plugin;
using testing::HasSubstr;
namespace json = trawl::json;

const auto document = json::parse(R"({"data": {"items": [{"id": 1}, {"id": 2}], "total": 2}, "none": null})");

TEST(Locator, FirstCharacterTellsPointersFromPaths) {
  EXPECT_EQ(Locator("/data/items/1/id").all(document)[0]->text(), "2");
  EXPECT_EQ(Locator("$.data.items[*].id").all(document).size(), 2u);
  EXPECT_EQ(Locator("").first(document), &document);
  EXPECT_EQ(Locator("/gone").first(document), nullptr);
}

TEST(Locator, WhatIsNeitherIsRefusedWithItsColumn) {
  EXPECT_THROW(
      {
        try {
          Locator("data.items");
        } catch (const std::invalid_argument& error) {
          EXPECT_THAT(error.what(),
                      HasSubstr("column 1: a JSON Pointer begins with '/', a JSONPath with '$'"));
          throw;
        }
      },
      std::invalid_argument);
}

TEST(Locator, AbsenceIsExplainedByWhatIsThere) {
  EXPECT_EQ(Locator("/data/jobs").explain_absence(document),
            "'/data/jobs' is not there; '/data' is an object with the members 'items' and 'total'");
  EXPECT_EQ(Locator("/data/items/2/id").explain_absence(document),
            "'/data/items/2/id' is not there; '/data/items' is a list of 2");
  EXPECT_EQ(Locator("$.data.items[*].name").explain_absence(document),
            "'$.data.items[*].name' selects nothing; '$.data.items[*]' selects 2 values, the first of them "
            "an object "
            "with the member 'id'");
  EXPECT_THAT(Locator("/x").explain_absence(document),
              HasSubstr("the document is an object with the members 'data'"));
}

TEST(Locator, OnlyAMissingNameIsTheShapesFault) {
  EXPECT_TRUE(Locator("/jobs").misses_a_name(document));
  EXPECT_TRUE(Locator("$.jobs[*]").misses_a_name(document));
  EXPECT_TRUE(Locator("$.data['jobs']").misses_a_name(document));
  EXPECT_FALSE(Locator("$.data.items[?@.id > 2]").misses_a_name(document));
  EXPECT_FALSE(Locator("$.none.items").misses_a_name(document));
}

TEST(Locator, DescriptionsAreShort) {
  std::string wide = "{\"" + std::string(500, 'n') + "\": 0";
  for (int i = 0; i < 100; ++i) wide += ", \"m" + std::to_string(i) + "\": 0";
  const std::string told = describe(json::parse(wide + "}"));
  EXPECT_THAT(told, HasSubstr("and 89 more"));
  EXPECT_LT(told.size(), 300u);
}

}  // namespace
