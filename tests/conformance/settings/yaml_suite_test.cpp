// The texts of the YAML test suite, given as configuration. Whatever they are, the answer is a list of
// faults with places; what the suite calls invalid is refused.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "settings/load.hpp"

namespace trawl::settings {
namespace {

namespace json = boost::json;

struct Row {
  std::string id, yaml;
  bool invalid = false;
};

std::vector<Row> load_rows() {
  std::ifstream file(std::filesystem::path(TRAWL_TEST_DATA) / "yaml" / "suite.jsonl");
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    const json::object row = json::parse(line).as_object();
    rows.push_back({std::string(row.at("id").as_string()), std::string(row.at("yaml").as_string()),
                    row.contains("fail")});
  }
  return rows;
}

bool has_place_and_reason(const LoadResult& result, const std::string& yaml) {
  if (result.settings || result.faults.empty()) return false;
  const auto line_count = 1 + std::ranges::count(yaml, '\n');
  return std::ranges::all_of(result.faults, [&](const Fault& fault) {
    return fault.line >= 1 && fault.line <= line_count && fault.column >= 1 && fault.message.size() > 10;
  });
}

// Invalid texts must also be refused where a key is free to be anything: in a plugin's config.
std::string as_plugin_config(const std::string& yaml) {
  std::string nested = "platforms:\n  a:\n    plugin: any\n    config:\n      key:\n";
  std::size_t start = 0;
  while (start < yaml.size()) {
    const auto end = std::min(yaml.find('\n', start), yaml.size());
    nested += "        " + yaml.substr(start, end - start) + "\n";
    start = end + 1;
  }
  return nested;
}

class YamlSuite : public ::testing::Test {
 protected:
  void SetUp() override {
    rows = load_rows();
    if (rows.empty()) GTEST_SKIP() << "no recorded data in " << TRAWL_TEST_DATA;
  }
  std::vector<Row> rows;
};

TEST_F(YamlSuite, InvalidTextsAreRefusedWithLineAndReason) {
  int invalid = 0, refused_as_yaml = 0;
  for (const Row& row : rows) {
    if (!row.invalid) continue;
    ++invalid;
    const LoadResult result = load_text("t.yaml", row.yaml);
    EXPECT_TRUE(has_place_and_reason(result, row.yaml)) << row.id << "\n" << row.yaml;
    refused_as_yaml += !result.faults.empty() && result.faults[0].message.find("YAML") != std::string::npos;
  }
  RecordProperty("invalid_rows", invalid);
  RecordProperty("refused_as_yaml", refused_as_yaml);
  EXPECT_GT(invalid, 0);
}

TEST_F(YamlSuite, NoTextIsTakenForAConfigurationByAccident) {
  for (const Row& row : rows) {
    const LoadResult result = load_text("t.yaml", row.yaml);
    if (!result.settings)
      EXPECT_TRUE(has_place_and_reason(result, row.yaml)) << row.id << "\n" << row.yaml;
    else
      EXPECT_TRUE(row.yaml.find(':') == std::string::npos) << row.id << "\n"
                                                           << row.yaml;  // "{}" and the like
  }
}

TEST_F(YamlSuite, EveryTextAsAPluginsConfigGetsAnAnswer) {
  int accepted = 0;
  for (const Row& row : rows) {
    const LoadResult result = load_text("t.yaml", as_plugin_config(row.yaml));
    accepted += result.settings.has_value();
    EXPECT_NE(result.settings.has_value(), !result.faults.empty()) << row.id;
  }
  RecordProperty("accepted", accepted);
}

}  // namespace
}  // namespace trawl::settings
