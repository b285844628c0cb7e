// Reads the values of <input> elements into numbers that compare like what they mean.
#include "input_value.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <optional>

#include "ascii.hpp"

namespace trawl::html::detail {
namespace {

// Takes the parts of "2004-08-14T18:45" one after the other; once a part is wrong, everything is.
class Parts {
 public:
  explicit Parts(std::string_view text) : text_(text) {}

  int digits(std::size_t at_least, std::size_t at_most, int low, int high) {
    std::size_t count = 0;
    int value = 0;
    while (count < at_most && count < text_.size() && is_digit(text_[count]))
      value = value * 10 + (text_[count++] - '0');
    text_.remove_prefix(count);
    good_ = good_ && count >= at_least && value >= low && value <= high;
    return value;
  }

  void expect(char c) {
    good_ = good_ && !text_.empty() && text_[0] == c;
    if (!text_.empty()) text_.remove_prefix(1);
  }

  bool take(char c) {
    if (text_.empty() || text_[0] != c) return false;
    text_.remove_prefix(1);
    return true;
  }

  bool complete() const { return good_ && text_.empty(); }

 private:
  std::string_view text_;
  bool good_ = true;
};

bool is_leap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_in(int year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[std::clamp(month, 1, 12) - 1];
}

// ISO 8601: a year has 53 weeks when it begins on a Thursday, or is a leap year that begins on a Wednesday.
int weeks_in(int year) {
  const int before = year - 1;
  const int weekday = (1 + 365 * before + before / 4 - before / 100 + before / 400) % 7;  // 0 is Sunday
  return weekday == 4 || (weekday == 3 && is_leap(year)) ? 53 : 52;
}

double read_month(Parts& parts, int& year, int& month) {
  year = parts.digits(4, 6, 1, 275760);
  parts.expect('-');
  month = parts.digits(2, 2, 1, 12);
  return year * 12.0 + month;
}

double read_date(Parts& parts) {
  int year = 0, month = 0;
  const double months = read_month(parts, year, month);
  parts.expect('-');
  return months * 31 + parts.digits(2, 2, 1, days_in(year, month));
}

double read_week(Parts& parts) {
  const int year = parts.digits(4, 6, 1, 275760);
  parts.expect('-');
  parts.expect('W');
  return year * 53.0 + parts.digits(2, 2, 1, weeks_in(year));
}

double read_time(Parts& parts) {
  double seconds = parts.digits(2, 2, 0, 23) * 3600.0;
  parts.expect(':');
  seconds += parts.digits(2, 2, 0, 59) * 60.0;
  if (parts.take(':')) seconds += parts.digits(2, 2, 0, 59);
  if (parts.take('.')) seconds += parts.digits(1, 3, 0, 999) / 1000.0;
  return seconds;
}

std::optional<double> read_number(std::string_view text) {
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

std::optional<double> read_value(std::string_view type, std::string_view text) {
  if (type == "number" || type == "range") return read_number(text);
  Parts parts(text);
  double value = 0;
  int year = 0, month = 0;
  if (type == "date") value = read_date(parts);
  if (type == "month") value = read_month(parts, year, month);
  if (type == "week") value = read_week(parts);
  if (type == "time") value = read_time(parts);
  if (type == "datetime-local") {
    value = read_date(parts) * 86400;
    if (!parts.take(' ')) parts.expect('T');
    value += read_time(parts);
  }
  if (!parts.complete()) return std::nullopt;
  return value;
}

}  // namespace

RangeState range_state(const Tree& tree, Index element) {
  if (!tree.is_element(element, "input")) return RangeState::none;
  const auto type = to_lower(tree.attribute_value(element, "type"));
  const auto read = [&](std::string_view name) {
    return read_value(type, tree.attribute_value(element, name));
  };
  const auto min = read("min"), max = read("max"), value = read("value");
  if (!min && !max) return RangeState::none;
  if (!value) return RangeState::inside;
  const bool below = min && *value < *min, above = max && *value > *max;
  // Times go round the clock: from 22:00 to 06:00 is a range, too.
  const bool wraps = type == "time" && min && max && *min > *max;
  return (wraps ? below && above : below || above) ? RangeState::outside : RangeState::inside;
}

bool takes_text(const Tree& tree, Index input) {
  static constexpr std::string_view others[] = {"hidden", "range",  "color", "checkbox", "radio",
                                                "file",   "submit", "image", "reset",    "button"};
  const auto type = to_lower(tree.attribute_value(input, "type"));
  return std::find(std::begin(others), std::end(others), type) == std::end(others);
}

}  // namespace trawl::html::detail
