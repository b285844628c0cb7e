#include "fetch/http_date.hpp"

#include <gtest/gtest.h>

namespace trawl::fetch {
namespace {

const Time now = *parse_rfc3339("2026-11-23T14:00:00Z");

std::optional<std::string> read(std::string_view text, Time when = now) {
  const auto time = parse_http_date(text, when);
  return time ? std::optional(rfc3339(*time)) : std::nullopt;
}

TEST(HttpDate, TheThreeFormsMeanTheSameInstant) {
  for (const char* text :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    EXPECT_EQ(read(text), "1994-11-06T08:49:37.000Z") << text;
}

TEST(HttpDate, TwoDigitsOfAYearAreAtMostFiftyYearsAhead) {
  EXPECT_EQ(read("Monday, 23-Nov-76 14:00:00 GMT"), "2076-11-23T14:00:00.000Z");
  EXPECT_EQ(read("Monday, 23-Nov-76 14:00:01 GMT"), "1976-11-23T14:00:01.000Z");
  EXPECT_EQ(read("Monday, 01-Jan-77 00:00:00 GMT"), "1977-01-01T00:00:00.000Z");
  EXPECT_EQ(read("Monday, 01-Jan-05 00:00:00 GMT", *parse_rfc3339("2090-01-01T00:00:00Z")),
            "2105-01-01T00:00:00.000Z");
}

TEST(HttpDate, OnADayThatOnlyLeapYearsHaveFiftyYearsStillHaveAnEnd) {
  const Time leap_day = *parse_rfc3339("2028-02-29T12:00:00Z");
  EXPECT_EQ(read("Sunday, 01-Mar-78 12:00:00 GMT", leap_day), "2078-03-01T12:00:00.000Z");
  EXPECT_EQ(read("Sunday, 02-Mar-78 12:00:00 GMT", leap_day), "1978-03-02T12:00:00.000Z");
}

TEST(HttpDate, ALeapSecondIsTheFirstOfTheNextMinute) {
  EXPECT_EQ(read("Wed, 31 Dec 2008 23:59:60 GMT"), "2009-01-01T00:00:00.000Z");
}

TEST(HttpDate, AWrongWeekdayIsForgiven) {
  EXPECT_EQ(read("Mon, 06 Nov 1994 08:49:37 GMT"), "1994-11-06T08:49:37.000Z");
}

TEST(HttpDate, WhatIsNoDateIsRefused) {
  for (const char* text : {"",
                           "Sun",
                           "Sun,",
                           "Sun, ",
                           "Sun, 06 Nov 1994",
                           "Sun, 06 Nov 1994 08:49:37",
                           "120",
                           "-1",
                           "Sun, 06 Nov 1994 08:49:37 GMT ",
                           " Sun, 06 Nov 1994 08:49:37 GMT",
                           "sun, 06 nov 1994 08:49:37 gmt",
                           "Sun, 31 Nov 1994 08:49:37 GMT",
                           "Sun, 00 Nov 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1994 24:00:00 GMT",
                           "Sun, 06 Nov 1994 08:60:37 GMT",
                           "Sun, 06 Nov 1994 08:49:61 GMT",
                           "Sun, 6 Nov 1994 08:49:37 GMT",
                           "Sunday, 06-Nov-1994 08:49:37 GMT",
                           "Thursday, 29-Feb-23 00:00:00 GMT",
                           "Sun Nov 6 08:49:37 1994",
                           "Sun Nov  6 08:49:37 1994 GMT",
                           "Sun Nov  6 08:49:37",
                           "Sun, 06 Nov 1994 08:49:37 +0000"})
    EXPECT_EQ(read(text), std::nullopt) << text;
}

}  // namespace
}  // namespace trawl::fetch
