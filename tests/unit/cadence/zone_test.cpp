// Finding time zones, and the offsets they know.
#include "model/cadence/zone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/cadence/shorthand.hpp"

namespace trawl::model {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(Zone, KnowsOffsetsAndTheirChanges) {
  const Zone zone = Zone::find("America/New_York").value();
  const Zone::Span summer = zone.span_at(at("2026-07-01T00:00:00Z"));
  EXPECT_EQ(summer.offset, -4h);
  EXPECT_EQ(summer.offset_before, -5h);
  EXPECT_EQ(summer.begin, at("2026-03-08T07:00:00Z"));
  EXPECT_EQ(summer.end, at("2026-11-01T06:00:00Z"));
  EXPECT_EQ(zone.span_at(summer.begin).begin, summer.begin);
  EXPECT_EQ(zone.span_at(summer.end).offset, -5h);
}

TEST(Zone, SpansHaveNoHolesAndRealChanges) {
  const Zone zone = Zone::find("Europe/London").value();
  for (Zone::Span span = zone.span_at(at("1800-01-01T00:00:00Z")); span.end < at("2037-12-01T00:00:00Z");) {
    const Zone::Span next = zone.span_at(span.end);
    ASSERT_EQ(next.begin, span.end);
    ASSERT_EQ(next.offset_before, span.offset);
    ASSERT_NE(next.offset, span.offset) << rfc3339(next.begin);
    span = next;
  }
}

TEST(Zone, UtcIsOneSpan) {
  const Zone::Span span = Zone().span_at(at("2026-11-23T00:00:00Z"));
  EXPECT_EQ(span.offset, 0s);
  EXPECT_LT(span.begin, at("0000-01-01T00:00:00Z"));
  EXPECT_GT(span.end, at("9999-12-31T00:00:00Z"));
}

TEST(Zone, TimesBeforeItsTableBelongToItsFirstSpan) {
  const Zone zone = Zone::find("Europe/Berlin").value();
  EXPECT_EQ(zone.span_at(Time::min()).end, zone.span_at(at("1800-01-01T00:00:00Z")).end);
}

TEST(Zone, UnknownNameGetsASuggestion) {
  EXPECT_EQ(Zone::find("Europe/Berln").error().message,
            "'Europe/Berln' is no time zone, did you mean 'Europe/Berlin'?");
  EXPECT_THAT(Zone::find("europe/berlin").error().message, HasSubstr("did you mean 'Europe/Berlin'?"));
  EXPECT_THAT(Zone::find("Berlin").error().message, HasSubstr("did you mean 'Europe/Berlin'?"));
  EXPECT_EQ(Zone::find("Middle/Of_Nowhere_At_All").error().message,
            "'Middle/Of_Nowhere_At_All' is no time zone");
  EXPECT_EQ(Zone::find("").error().code, Code::invalid_params);
}

TEST(Zone, NameIsNoPath) {
  EXPECT_FALSE(Zone::find("../zoneinfo/Europe/Berlin"));
  EXPECT_FALSE(Zone::find("/etc/passwd"));
}

}  // namespace
}  // namespace trawl::model
