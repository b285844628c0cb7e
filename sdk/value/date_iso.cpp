// Dates of digits alone: ISO 8601, and the numeric forms that people write.
#include <algorithm>

#include "../ascii.hpp"
#include "date_forms.hpp"
#include "time_of_day.hpp"

namespace trawl::detail {
namespace {

using ascii::is_digit;

bool digit_follows(std::string_view text, std::size_t at) {
  return at < text.size() && is_digit(text[at]);
}

bool take(std::string_view text, std::size_t& at, std::string_view wanted) {
  if (!ascii::starts_with(text.substr(std::min(at, text.size())), wanted)) return false;
  at += wanted.size();
  return true;
}

// "-W09-5", "W095" behind the year.
std::optional<Day> take_week(std::string_view text, std::size_t& at, int year) {
  std::size_t next = at;
  const bool extended = take(text, next, "-");
  if (!take(text, next, "W")) return std::nullopt;
  const auto week = take_number(text, next, 2, 2);
  if (!week || (extended && !take(text, next, "-"))) return std::nullopt;
  const auto weekday = take_number(text, next, 1, 1);
  if (!weekday) return std::nullopt;
  at = next;
  return day_of_week(year, *week, *weekday);
}

std::optional<Day> take_extended(std::string_view text, std::size_t& at, int year) {
  std::size_t next = at;
  if (!take(text, next, "-")) return std::nullopt;
  std::size_t ordinal = next;
  if (const auto number = take_number(text, ordinal, 3, 3); number && !digit_follows(text, ordinal)) {
    at = ordinal;
    return day_of_year(year, *number);
  }
  const auto month = take_number(text, next, 1, 2);
  if (!month || !take(text, next, "-")) return std::nullopt;
  const auto day = take_number(text, next, 1, 2);
  if (!day) return std::nullopt;
  at = next;
  return Day{year, *month, *day};
}

// A time behind "T", spaces, a comma; nothing when none stands there.
std::optional<TimeOfDay> following_time(std::string_view text, std::size_t at, bool compact) {
  if (!take(text, at, "T") && !take(text, at, "t")) {
    while (at < text.size() && (ascii::is_space(text[at]) || text[at] == ',')) ++at;
    compact = false;
  }
  return take_time(text, at, compact);
}

std::optional<date> with_time(std::string_view text, std::size_t at, Day day, bool compact = false) {
  if (digit_follows(text, at)) return std::nullopt;
  return assemble(day, following_time(text, at, compact));
}

// Which of two numbers before a year is the day: 1 the first, 2 the second, 0 unknown.
int place_of_day(int first, int second, std::string_view locale) {
  if (first > 12 || first == second) return 1;
  if (second > 12) return 2;
  if (locale.empty()) return 0;
  const bool month_first = ascii::equals_ignoring_case(locale, "en") ||
                           ascii::equals_ignoring_case(locale, "en-US") ||
                           ascii::equals_ignoring_case(locale, "en_US");
  return month_first ? 2 : 1;
}

std::optional<date> east_asian(std::string_view text, std::size_t at) {
  const auto year = take_number(text, at, 4, 4);
  if (!year || (!take(text, at, "年") && !take(text, at, "년"))) return std::nullopt;
  while (take(text, at, " ")) {
  }
  const auto month = take_number(text, at, 1, 2);
  if (!month || (!take(text, at, "月") && !take(text, at, "월"))) return std::nullopt;
  while (take(text, at, " ")) {
  }
  const auto day = take_number(text, at, 1, 2);
  if (!day || (!take(text, at, "日") && !take(text, at, "일"))) return std::nullopt;
  return with_time(text, at, {*year, *month, *day});
}

std::optional<date> year_first(std::string_view text, std::size_t at) {
  const auto year = take_number(text, at, 4, 4);
  const std::string_view separator = take(text, at, "/") ? "/" : take(text, at, ".") ? "." : "";
  if (!year || separator.empty()) return std::nullopt;
  const auto month = take_number(text, at, 1, 2);
  if (!month || !take(text, at, separator)) return std::nullopt;
  const auto day = take_number(text, at, 1, 2);
  if (!day) return std::nullopt;
  return with_time(text, at, {*year, *month, *day});
}

}  // namespace

std::optional<date> iso_date_at(std::string_view text, std::size_t at) {
  // Eight digits amid other text are a number of some kind.
  const bool compact = ascii::trim(text.substr(0, at)).empty();
  const auto year = take_number(text, at, 4, 4);
  if (!year) return std::nullopt;
  if (const auto day = take_week(text, at, *year)) return with_time(text, at, *day, true);
  if (const auto day = take_extended(text, at, *year)) return with_time(text, at, *day, true);
  if (!compact) return std::nullopt;
  const auto month = take_number(text, at, 2, 2);
  const auto day = take_number(text, at, 2, 2);
  if (!month || !day) return std::nullopt;
  return with_time(text, at, {*year, *month, *day}, true);
}

std::optional<date> numeric_date_at(std::string_view text, std::size_t at, std::string_view locale) {
  if (auto found = east_asian(text, at)) return found;
  if (auto found = year_first(text, at)) return found;
  const auto first = take_number(text, at, 1, 2);
  std::string_view separator;
  for (const std::string_view each : {".", "/", "-"}) {
    if (take(text, at, each)) {
      separator = each;
      break;
    }
  }
  if (!first || separator.empty()) return std::nullopt;
  take(text, at, " ");
  const auto second = take_number(text, at, 1, 2);
  if (!second || !take(text, at, separator)) return std::nullopt;
  take(text, at, " ");
  const std::size_t year_at = at;
  auto year = take_number(text, at, 2, 4);
  if (!year || at - year_at == 3) return std::nullopt;
  if (at - year_at == 2) {
    if (separator != "." && locale.empty()) return std::nullopt;
    year = full_year(*year);
  }
  const int place = separator == "." ? 1 : place_of_day(*first, *second, locale);
  if (place == 0) return std::nullopt;
  return with_time(text, at, place == 1 ? Day{*year, *second, *first} : Day{*year, *first, *second});
}

}  // namespace trawl::detail
