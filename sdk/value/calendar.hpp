// The proleptic Gregorian calendar, and a moment as it is put together from a text. Any thread. Internal to
// trawl-sdk::value.
#pragma once

#include <cstdint>
#include <optional>
#include <trawl/value.hpp>

namespace trawl::detail {

struct Day {
  int year = 0, month = 0, day = 0;
};

struct TimeOfDay {
  int hour = 0, minute = 0, second = 0;  // 24:00:00 is the end of the day; second 60 a leap second
  std::int32_t nanoseconds = 0;
  std::optional<int> offset_s;  // east of UTC
};

bool exists(Day day);                   // years 1 to 9999
std::int64_t days_since_1970(Day day);  // of a day that exists
Day day_of(std::int64_t days_since_1970);

// The day of an ISO week; `weekday` counts from Monday, 1. Nothing when the year has no such week.
std::optional<Day> day_of_week(int year, int week, int weekday);
std::optional<Day> day_of_year(int year, int number);

// "49" is 2049 and "50" 1950, as RFC 2822 says.
int full_year(int two_digits);

// Nothing when the day or the time does not exist.
std::optional<date> assemble(Day day, const std::optional<TimeOfDay>& time);

}  // namespace trawl::detail
