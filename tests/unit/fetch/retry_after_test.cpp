#include "fetch/hosts/retry_after.hpp"

#include <gtest/gtest.h>

namespace trawl::fetch {
namespace {

using namespace std::chrono_literals;

const Time now = *parse_rfc3339("2026-11-23T14:00:00Z");

std::optional<Millis> read(std::string text, std::vector<Header> more = {}) {
  more.emplace_back("Retry-After", std::move(text));
  return retry_after(more, now);
}

TEST(RetryAfter, IsANumberOfSecondsOrADate) {
  EXPECT_EQ(read("120"), 120s);
  EXPECT_EQ(read("Mon, 23 Nov 2026 14:00:05 GMT"), 5s);
  EXPECT_EQ(read("Monday, 23-Nov-26 14:00:05 GMT"), 5s);
  EXPECT_EQ(read("Mon Nov 23 14:00:05 2026"), 5s);
}

TEST(RetryAfter, ADateCountsFromTheServersOwnClock) {
  EXPECT_EQ(read("Mon, 23 Nov 2026 18:00:05 GMT", {{"date", "Mon, 23 Nov 2026 18:00:00 GMT"}}), 5s);
  EXPECT_EQ(read("Mon, 23 Nov 2026 14:00:05 GMT", {{"date", "yesterday"}}), 5s);
}

TEST(RetryAfter, AThousandYearsAreADay) {
  EXPECT_EQ(read("99999999999999999999999999999999"), 24h);
  EXPECT_EQ(read("Mon, 23 Nov 9026 14:00:05 GMT"), 24h);
}

TEST(RetryAfter, WhatNamesNoTimeToWaitIsNoAnswer) {
  EXPECT_EQ(retry_after({}, now), std::nullopt);
  for (const char* text : {"", "0", "-5", "1.5", "5 s", "soon", "0x10", "Mon, 23 Nov 2026 13:59:59 GMT"})
    EXPECT_EQ(read(text), std::nullopt) << text;
}

}  // namespace
}  // namespace trawl::fetch
