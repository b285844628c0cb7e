#include "trawl-plugin/expectation.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/temp_dir.hpp"

namespace trawl::author {
namespace {

using Lines = std::vector<std::string>;

model::Item item(std::string key, std::string data, std::string kind = "book") {
  return {std::move(kind), std::move(key), std::move(data)};
}

model::ErrorRecord error(std::string message, model::Severity severity = model::Severity::error) {
  return {.kind = model::ErrorKind::parse,
          .severity = severity,
          .message = std::move(message),
          .url = "http://a/"};
}

TEST(Differences, AreNoneWhateverTheOrder) {
  EXPECT_EQ(differences({{item("1", "{}"), item("2", "{}")}, {}}, {{item("2", "{}"), item("1", "{}")}, {}}),
            Lines{});
}

TEST(Differences, NameEachFieldThatDiffers) {
  const Expectation expected{{item("1", R"({"a":1,"deep":{"x":1,"y":2},"gone":null,"same":[1,2]})")}, {}};
  const Expectation found{{item("1", R"({"a":"1","deep":{"x":1,"y":2.5},"new":true,"same":[1,2]})")}, {}};
  EXPECT_EQ(
      differences(expected, found),
      (Lines{R"(~ book "1" differs)", R"(    /a: expected 1, got "1")", "    /deep/y: expected 2, got 2.5",
             "    /gone: expected null, got nothing", "    /new: expected nothing, got true"}));
}

TEST(Differences, NameItemsThatAreMissingOrTooMany) {
  EXPECT_EQ(differences({{item("1", "{}")}, {}}, {{item("2", R"({"a":1})")}, {}}),
            (Lines{R"(- book "1" is missing)", R"(+ book "2" is not expected: {"a":1})"}));
}

TEST(Differences, TellKindsApart) {
  EXPECT_EQ(differences({{item("1", "{}")}, {}}, {{item("1", "{}", "film")}, {}}).size(), 2u);
}

TEST(Differences, CompareErrorsButNotWarnings) {
  const auto found = outcome_of({}, {error("no price"), error("odd", model::Severity::warning)});
  EXPECT_EQ(differences(found, found), Lines{});
  EXPECT_EQ(differences({}, found), Lines{"+ error parse: no price  http://a/"});
  EXPECT_EQ(differences(found, {}), Lines{"- error parse: no price  http://a/ did not come"});
}

TEST(Differences, DoNotDriveTheTerminal) {
  for (const std::string& line : differences({}, {{item("\x1b[2J", R"({"a":"\u001b[2J"})")}, {}}))
    EXPECT_FALSE(line.contains('\x1b')) << line;
}

TEST(ShapeDifferences, AllowOtherValuesAndAboutAsManyItems) {
  const Expectation expected{{item("1", R"({"price":1})"), item("2", R"({"price":2})")}, {}};
  EXPECT_EQ(shape_differences(expected, {{item("9", R"({"price":9.5})")}, {}}), Lines{});
  EXPECT_EQ(shape_differences(expected, {}), Lines{"0 items, 1 to 4 expected"});
}

TEST(ShapeDifferences, WantTheFieldsThatEveryItemHas) {
  const Expectation expected{{item("1", R"({"price":1,"tag":"a"})"), item("2", R"({"price":2,"tag":null})")},
                             {}};
  EXPECT_EQ(shape_differences(expected, {{item("9", R"({"price":"free","tag":3})")}, {}}),
            Lines{R"(~ book "9": price must be a double, got "free")"});
}

class ExpectationFile : public testing::Test {
 protected:
  void write(const std::string& name, std::string_view text) { std::ofstream(folder_ / name) << text; }
  std::string fault() {
    const auto read = read_expectation(folder());
    return read ? "" : read.error().message.substr(folder().string().size() + 1);
  }
  const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  test::TempDir folder_;
};

TEST_F(ExpectationFile, ReadsBackAsItselfInOrderOfKey) {
  const Expectation written{{item("2", R"({"a":1.5})"), item("1", "{}")},
                            {{"parse", "http://a/", "no price"}}};
  ASSERT_TRUE(write_expectation(folder(), written));
  const auto read = read_expectation(folder());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->items, (std::vector{item("1", "{}"), item("2", R"({"a":1.5})")}));
  EXPECT_EQ(read->errors, written.errors);
}

TEST_F(ExpectationFile, OfErrorsGoesWhenThereAreNone) {
  ASSERT_TRUE(write_expectation(folder(), {{}, {{"parse", "", "bad"}}}));
  ASSERT_TRUE(write_expectation(folder(), {}));
  EXPECT_FALSE(std::filesystem::exists(folder() / "expect-errors.jsonl"));
}

TEST_F(ExpectationFile, FaultsNameFileAndLine) {
  EXPECT_EQ(fault(), "expect.jsonl is missing");
  write("expect.jsonl", "\n{\"kind\":\"book\",\"key\":\"1\"}\n");
  EXPECT_EQ(fault(), "expect.jsonl:2: data is missing");
  const std::string one = R"({"kind":"book","key":"1","data":{}})";
  write("expect.jsonl", one + "\n" + one + "\n");
  EXPECT_EQ(fault(), "expect.jsonl:2: the item stands there twice");
  write("expect.jsonl", one);
  write("expect-errors.jsonl", R"({"kind":"sunspots"})");
  EXPECT_EQ(fault(), "expect-errors.jsonl:1: 'sunspots' is no kind of error");
}

}  // namespace
}  // namespace trawl::author
