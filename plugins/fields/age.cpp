// From "30d" to seconds.
#include "age.hpp"

#include <stdexcept>
#include <utility>

namespace trawl::fields {

std::chrono::seconds parse_age(const std::string& text) {
  static constexpr std::pair<char, long> units[] = {
      {'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'w', 7 * 86400}};
  const std::string digits = text.empty() ? "" : text.substr(0, text.size() - 1);
  const bool is_number =
      !digits.empty() && digits.size() <= 6 && digits.find_first_not_of("0123456789") == std::string::npos;
  for (const auto& [letter, seconds] : units) {
    if (is_number && text.back() == letter) return std::chrono::seconds(std::stol(digits) * seconds);
  }
  throw std::invalid_argument("'" + text + "' is no age; write a number and s, m, h, d or w, such as 30d");
}

}  // namespace trawl::fields
