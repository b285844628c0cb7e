// Days and their numbers.
#include "calendar.hpp"

#include <cstdio>

namespace trawl {
namespace detail {
namespace {

constexpr std::int64_t day_s = 86400;

bool is_leap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int length_of(int year, int month) {
  static constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

bool is_time(const TimeOfDay& time) {
  if (time.hour == 24) return time.minute == 0 && time.second == 0 && time.nanoseconds == 0;
  return time.hour >= 0 && time.hour < 24 && time.minute >= 0 && time.minute < 60 && time.second >= 0 &&
         time.second <= 60;
}

}  // namespace

bool exists(Day day) {
  return day.year >= 1 && day.year <= 9999 && day.month >= 1 && day.month <= 12 && day.day >= 1 &&
         day.day <= length_of(day.year, day.month);
}

// Years are counted from March on, so that the leap day ends them, in cycles of 400 years.
std::int64_t days_since_1970(Day day) {
  const std::int64_t year = day.year - (day.month <= 2 ? 1 : 0);
  const std::int64_t cycle = year / 400, year_of_cycle = year % 400;
  const std::int64_t month = (day.month + 9) % 12;
  const std::int64_t day_of_year = (153 * month + 2) / 5 + day.day - 1;
  const std::int64_t day_of_cycle =
      year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
  return cycle * 146097 + day_of_cycle - 719468;
}

Day day_of(std::int64_t days) {
  days += 719468;
  const std::int64_t cycle = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t of_cycle = days - cycle * 146097;
  const std::int64_t year_of_cycle =
      (of_cycle - of_cycle / 1460 + of_cycle / 36524 - of_cycle / 146096) / 365;
  const std::int64_t of_year = of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
  const std::int64_t from_march = (5 * of_year + 2) / 153;
  const int month = static_cast<int>(from_march < 10 ? from_march + 3 : from_march - 9);
  return {static_cast<int>(year_of_cycle + cycle * 400) + (month <= 2 ? 1 : 0), month,
          static_cast<int>(of_year - (153 * from_march + 2) / 5 + 1)};
}

std::optional<Day> day_of_week(int year, int week, int weekday) {
  if (year < 1 || year > 9998 || week < 1 || week > 53 || weekday < 1 || weekday > 7) return std::nullopt;
  // The week of January 4th is the first. 1970-01-01 was a Thursday.
  const auto monday_of_week_1 = [](int of_year) {
    const std::int64_t fourth = days_since_1970({of_year, 1, 4});
    return fourth - (((fourth + 3) % 7 + 7) % 7);
  };
  const std::int64_t monday = monday_of_week_1(year) + 7 * (week - 1);
  if (monday >= monday_of_week_1(year + 1)) return std::nullopt;
  return day_of(monday + weekday - 1);
}

std::optional<Day> day_of_year(int year, int number) {
  if (year < 1 || year > 9999 || number < 1 || number > (is_leap(year) ? 366 : 365)) return std::nullopt;
  return day_of(days_since_1970({year, 1, 1}) + number - 1);
}

int full_year(int two_digits) {
  return two_digits + (two_digits < 50 ? 2000 : 1900);
}

std::optional<date> assemble(Day day, const std::optional<TimeOfDay>& time) {
  if (!exists(day) || (time && !is_time(*time))) return std::nullopt;
  date out;
  out.seconds = days_since_1970(day) * day_s;
  if (!time) return out;
  out.has_time = true;
  out.has_zone = time->offset_s.has_value();
  out.nanoseconds = time->nanoseconds;
  out.seconds += time->hour * 3600 + time->minute * 60 + time->second - time->offset_s.value_or(0);
  return out;
}

}  // namespace detail

std::string date::text() const {
  std::int64_t days = seconds / detail::day_s, rest = seconds % detail::day_s;
  if (rest < 0) rest += detail::day_s, --days;
  const detail::Day day = detail::day_of(days);
  char out[64];
  std::size_t size = static_cast<std::size_t>(
      std::snprintf(out, sizeof out, "%04d-%02d-%02d", day.year, day.month, day.day));
  if (!has_time) return std::string(out, size);
  const int of_day = static_cast<int>(rest);
  size += static_cast<std::size_t>(std::snprintf(out + size, sizeof out - size, "T%02d:%02d:%02d",
                                                 of_day / 3600, of_day / 60 % 60, of_day % 60));
  std::string text(out, size);
  if (nanoseconds > 0) {
    std::snprintf(out, sizeof out, ".%09d", nanoseconds);
    text += out;
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text + (has_zone ? "Z" : "");
}

}  // namespace trawl
