// Reads the tables of recorded data. A test without data is skipped, never passed.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <trawl/json.hpp>
#include <vector>

namespace rows {

inline std::optional<std::string> file(const std::string& name) {
  std::ifstream in(std::string(TRAWL_TEST_DATA) + "/" + name, std::ios::binary);
  if (!in) return std::nullopt;
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// One JSON value a line.
inline std::vector<trawl::json::value> table(const std::string& name) {
  std::vector<trawl::json::value> out;
  std::istringstream lines(file(name).value_or(""));
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) out.push_back(trawl::json::parse(line));
  }
  return out;
}

inline std::vector<std::string> texts(const trawl::json::value* list) {
  std::vector<std::string> out;
  if (!list) return out;
  if (const auto* one = list->as_string()) return {*one};
  if (const auto* many = list->as_array()) {
    for (const auto& each : *many) out.push_back(each.as_string() ? *each.as_string() : each.text());
  }
  return out;
}

inline std::string from_base64(const std::string& text) {
  static const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0, count = 0;
  for (const char c : text) {
    const auto value = digits.find(c);
    if (value == std::string::npos) continue;
    bits = bits << 6 | static_cast<unsigned>(value);
    if ((count += 6) >= 8) out += static_cast<char>(bits >> (count -= 8) & 0xFF);
  }
  return out;
}

}  // namespace rows

// Loads the rows of a table into `name`, or skips the test.
#define ROWS_OR_SKIP(name, table_name)       \
  const auto name = rows::table(table_name); \
  if (name.empty()) GTEST_SKIP() << "no recorded data at " << TRAWL_TEST_DATA << "/" << table_name
