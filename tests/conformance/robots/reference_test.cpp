// Our verdicts against recorded ones of the reference matcher: tables in TRAWL_TEST_DATA/robots.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "robots/rules.hpp"

namespace trawl::robots {
namespace {

namespace json = boost::json;
const std::filesystem::path data = TRAWL_TEST_DATA;

std::vector<json::object> rows(const std::string& table) {
  std::ifstream file(data / "robots" / table);
  std::vector<json::object> found;
  for (std::string line; std::getline(file, line);) found.push_back(json::parse(line).as_object());
  return found;
}

#define ROWS_OR_SKIP(table)            \
  const auto table_rows = rows(table); \
  if (table_rows.empty()) GTEST_SKIP() << "no recorded " table

std::string decode_base64(std::string_view text) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0, count = 0;
  for (const char c : text.substr(0, text.find('='))) {
    bits = bits << 6 | static_cast<unsigned>(digits.find(c));
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count);
  }
  return bytes;
}

std::string robots_of(const json::object& row) {
  if (row.contains("robots_b64")) return decode_base64(row.at("robots_b64").as_string());
  return std::string(row.at("robots").as_string());
}

Rules site_rules(const json::object& row) {
  std::ifstream file(data / std::string(row.at("file").as_string()), std::ios::binary);
  return Rules::parse(std::string(std::istreambuf_iterator<char>(file), {}));
}

TEST(RobotsReference, EveryRuleIsDecidedAlike) {
  ROWS_OR_SKIP("rules.jsonl");
  for (const json::object& row : table_rows) {
    const Rules rules = Rules::parse(robots_of(row));
    const Verdict verdict = rules.decide(row.at("agent").as_string(), row.at("url").as_string());
    EXPECT_EQ(verdict.allowed, row.at("allowed").as_bool()) << row.at("id") << " line " << verdict.line;
  }
}

TEST(RobotsReference, RealFilesAreDecidedAlike) {
  ROWS_OR_SKIP("corpus.jsonl");
  std::size_t questions = 0;
  for (const json::object& row : table_rows) {
    const Rules rules = site_rules(row);
    for (const json::value& query : row.at("queries").as_array()) {
      const Verdict verdict = rules.decide(query.at(0).as_string(), query.at(1).as_string());
      EXPECT_EQ(verdict.allowed, query.at(2).as_bool()) << row.at("site") << " " << query;
      ++questions;
    }
  }
  EXPECT_GE(questions, 3'000u);
}

TEST(RobotsReference, RealSitemapsAreFound) {
  ROWS_OR_SKIP("corpus.jsonl");
  for (const json::object& row : table_rows) {
    const Rules rules = site_rules(row);
    EXPECT_EQ(json::value_from(rules.sitemaps()), row.at("sitemaps")) << row.at("site");
  }
}

TEST(RobotsReference, RealCrawlDelaysAreRead) {
  ROWS_OR_SKIP("corpus.jsonl");
  for (const json::object& row : table_rows) {
    const Rules rules = site_rules(row);
    for (const auto& [agent, seconds] : row.at("crawl_delay").as_object())
      EXPECT_EQ(rules.crawl_delay(agent), Millis(static_cast<int>(seconds.as_double() * 1000)))
          << row.at("site") << " " << agent;
  }
}

}  // namespace
}  // namespace trawl::robots
