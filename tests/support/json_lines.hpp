// Recorded test data: tables of one JSON object a line, outside the repository.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace trawl::tests {

// The rows of a table below TRAWL_TEST_DATA; none when it is not there.
inline std::vector<boost::json::object> json_lines(const std::string& table) {
  std::vector<boost::json::object> rows;
  std::ifstream file(std::string(TRAWL_TEST_DATA) + "/" + table);
  for (std::string line; std::getline(file, line);)
    if (!line.empty()) rows.push_back(boost::json::parse(line).as_object());
  return rows;
}

inline std::string decode_base64(std::string_view text) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto digit = digits.find(c);
    if (digit == std::string_view::npos) break;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFF);
  }
  return bytes;
}

}  // namespace trawl::tests
