// Cron against recorded answers of other implementations: tables in TRAWL_TEST_DATA/cron.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "model/cadence/cadence.hpp"

namespace trawl::model {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

std::vector<json::object> rows(const std::string& table) {
  std::ifstream file(std::filesystem::path(TRAWL_TEST_DATA) / "cron" / table);
  std::vector<json::object> found;
  for (std::string line; std::getline(file, line);) found.push_back(json::parse(line).as_object());
  return found;
}

#define ROWS_OR_SKIP(table)            \
  const auto table_rows = rows(table); \
  if (table_rows.empty()) GTEST_SKIP() << "no recorded " table

std::string text(const json::object& row, const char* key) {
  return std::string(row.at(key).as_string());
}

Time instant(const json::value& value) {
  return parse_rfc3339(value.as_string()).value();
}

std::vector<std::string> instants(const json::value& list) {
  std::vector<std::string> out;
  for (const json::value& value : list.as_array()) out.push_back(rfc3339(instant(value)));
  return out;
}

// What we answer; an expression that is refused has no next instants.
std::vector<std::string> ours(const json::object& row, Time after, std::size_t count) {
  const auto cron = CronExpression::parse(text(row, "expr"));
  if (!cron) return {};
  std::vector<std::string> out;
  for (const Time time : upcoming(Cron{{*cron}, Zone::find(text(row, "tz")).value()}, after, count))
    out.push_back(rfc3339(time));
  return out;
}

std::string label(const json::object& row) {
  return text(row, "expr") + " in " + text(row, "tz") + (row.contains("id") ? ", " + text(row, "id") : "");
}

void expect_next(const json::object& row, const char* key) {
  const auto expected = instants(row.at(key));
  EXPECT_EQ(ours(row, instant(row.at("from")), std::max<std::size_t>(expected.size(), 1)), expected)
      << label(row);
}

TEST(CronVectors, NextInstantsEqualThoseOfThreeImplementations) {
  ROWS_OR_SKIP("next.jsonl");
  for (const auto& row : table_rows) expect_next(row, "next");
  RecordProperty("rows", static_cast<int>(table_rows.size()));
}

TEST(CronVectors, StepOnAStarIsARestriction) {
  ROWS_OR_SKIP("step-star.jsonl");
  for (const auto& row : table_rows) expect_next(row, "next_or");
  RecordProperty("rows", static_cast<int>(table_rows.size()));
}

TEST(CronVectors, DaylightSavingAnswersOnWhichThreeImplementationsAgree) {
  ROWS_OR_SKIP("dst.jsonl");
  int agreed = 0;
  for (const auto& row : table_rows) {
    if (!row.at("three_agree").as_bool()) continue;
    ++agreed;
    expect_next(row, "next");
  }
  RecordProperty("rows", agreed);
}

TEST(CronVectors, MalformedExpressionsAreRefusedWithFieldAndReason) {
  ROWS_OR_SKIP("errors.jsonl");
  for (const auto& row : table_rows) {
    const auto cron = CronExpression::parse(text(row, "expr"));
    ASSERT_FALSE(cron) << text(row, "expr");
    EXPECT_FALSE(cron.error().data.at("field").as_string().empty());
    EXPECT_FALSE(cron.error().data.at("reason").as_string().empty());
  }
  RecordProperty("rows", static_cast<int>(table_rows.size()));
}

// Nicknames are the one extension among these rows that we support; spelling names in any case is none.
bool in_our_dialect(const json::object& row) {
  if (row.at("fields").as_int64() != 5) return false;
  const std::string expression = text(row, "expr");
  if (expression.starts_with('@')) return true;
  std::vector<std::string> items{""};
  for (const char c : expression) {
    if (c == ' ' || c == ',')
      items.emplace_back();
    else
      items.back() += c;
  }
  return std::ranges::none_of(items, [](const std::string& item) {
    const auto slash = item.find('/');
    const bool step_after_value = slash != std::string::npos && item[0] != '*' && item.find('-') > slash;
    const bool step_beyond_field = slash != std::string::npos && std::stoi(item.substr(slash + 1)) > 60;
    const bool wraps_around = item == "7-3" || item == "7-4";
    const bool day_extension = item.find_first_of("?#") != std::string::npos ||
                               (item.size() == 2 && (item[1] == 'L' || item[1] == 'W')) ||
                               (item.size() == 3 && item[2] == 'W' && item[0] < 'A');
    return step_after_value || step_beyond_field || wraps_around || day_extension;
  });
}

void expect_agreement(const json::object& row) {
  const auto first_from = [&](Time time) { return ours(row, time - 1ms, 1); };
  if (const auto* at = row.if_contains("at"))
    EXPECT_EQ(first_from(instant(*at)).at(0) == rfc3339(instant(*at)), row.at("fires").as_bool())
        << label(row);
  else if (const auto* from = row.if_contains("from_inclusive"))
    EXPECT_EQ(first_from(instant(*from)), instants(row.at("next"))) << label(row);
  else
    expect_next(row, "next");
}

TEST(CronVectors, PeersOwnCasesAreRightOrRejected) {
  ROWS_OR_SKIP("peers.jsonl");
  int right = 0, rejected = 0;
  for (const auto& row : table_rows) {
    if (in_our_dialect(row)) {
      ++right;
      ASSERT_TRUE(CronExpression::parse(text(row, "expr"))) << label(row);
      expect_agreement(row);
    } else {
      ++rejected;
      EXPECT_FALSE(CronExpression::parse(text(row, "expr"))) << label(row);
    }
  }
  RecordProperty("right", right);
  RecordProperty("rejected", rejected);
}

}  // namespace
}  // namespace trawl::model
