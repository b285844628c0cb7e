// What a cron expression may look like, which days it means, and how a wrong one is refused.
#include "model/cadence/cron.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/unit/cadence/shorthand.hpp"

namespace trawl::model {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// "field 'text' reason", the three things that every refusal names.
std::string refusal(std::string_view text) {
  const auto cron = CronExpression::parse(text);
  if (cron) return "accepted";
  const auto& data = cron.error().data;
  EXPECT_EQ(cron.error().code, Code::invalid_params);
  return std::string(data.at("field").as_string()) + " '" + std::string(data.at("text").as_string()) + "' " +
         std::string(data.at("reason").as_string());
}

std::string hint(std::string_view text) {
  return CronExpression::parse(text).error().hint;
}

TEST(CronSyntax, ListsRangesAndStepsAddUp) {
  EXPECT_THAT(next(cron("5,10-12,40-59/10 6 * * *"), "2026-11-23T00:00:00Z", 7),
              ElementsAre("11-23 06:05", "11-23 06:10", "11-23 06:11", "11-23 06:12", "11-23 06:40",
                          "11-23 06:50", "11-24 06:05"));
  EXPECT_THAT(next(cron("*/25 0 1 * *"), "2026-11-23T00:00:00Z", 4),
              ElementsAre("12-01 00:00", "12-01 00:25", "12-01 00:50", "01-01 00:00"));
}

TEST(CronSyntax, NamesAreReadInAnyCase) {
  EXPECT_EQ(next(cron("0 6 * jan-Mar MON,wEd"), "2026-11-23T00:00:00Z", 9),
            next(cron("0 6 * 1-3 1,3"), "2026-11-23T00:00:00Z", 9));
}

TEST(CronSyntax, SundayIsZeroAndSevenAndSun) {
  const auto sundays = next(cron("0 6 * * 0"), "2026-11-23T00:00:00Z", 3);
  EXPECT_THAT(sundays, ElementsAre("11-29 06:00", "12-06 06:00", "12-13 06:00"));
  EXPECT_EQ(next(cron("0 6 * * 7"), "2026-11-23T00:00:00Z", 3), sundays);
  EXPECT_EQ(next(cron("0 6 * * SUN"), "2026-11-23T00:00:00Z", 3), sundays);
  EXPECT_EQ(next(cron("0 6 * * 5-7"), "2026-11-23T00:00:00Z", 6),
            next(cron("0 6 * * 0,5,6"), "2026-11-23T00:00:00Z", 6));
}

TEST(CronSyntax, NicknamesStandForTheirFields) {
  const std::string_view from = "2026-11-23T10:30:00Z";
  EXPECT_THAT(next(cron("@hourly"), from, 2), ElementsAre("11-23 11:00", "11-23 12:00"));
  EXPECT_THAT(next(cron("@daily"), from, 2), ElementsAre("11-24 00:00", "11-25 00:00"));
  EXPECT_THAT(next(cron("@midnight"), from, 1), ElementsAre("11-24 00:00"));
  EXPECT_THAT(next(cron("@Weekly"), from, 2), ElementsAre("11-29 00:00", "12-06 00:00"));
  EXPECT_THAT(next(cron("@monthly"), from, 2), ElementsAre("12-01 00:00", "01-01 00:00"));
  EXPECT_THAT(next(cron("@yearly"), from, 1), ElementsAre("01-01 00:00"));
  EXPECT_THAT(next(cron("@annually"), from, 1), ElementsAre("01-01 00:00"));
}

TEST(CronSyntax, BlanksAroundAndBetweenFieldsDoNotMatter) {
  EXPECT_EQ(expression(" \t0  6\t* * 1 ").text(), "0  6\t* * 1");
  EXPECT_EQ(next(cron(" 0  6\t* * 1 "), "2026-11-23T00:00:00Z", 3),
            next(cron("0 6 * * 1"), "2026-11-23T00:00:00Z", 3));
}

TEST(CronDays, EitherMatchesIfBothDayFieldsAreRestricted) {
  EXPECT_THAT(next(cron("0 0 15 * 1"), "2026-11-08T12:00:00Z", 4),
              ElementsAre("11-09 00:00", "11-15 00:00", "11-16 00:00", "11-23 00:00"));
}

TEST(CronDays, StepOnAStarIsARestriction) {
  EXPECT_THAT(next(cron("0 0 */2 * 1"), "2026-11-01T00:00:00Z", 5),
              ElementsAre("11-02 00:00", "11-03 00:00", "11-05 00:00", "11-07 00:00", "11-09 00:00"));
}

TEST(CronDays, FieldThatLeavesNothingOutIsUnrestrictedHoweverItIsSpelled) {
  const auto mondays = next(cron("0 0 * * 1"), "2026-11-01T00:00:00Z", 5);
  for (const char* every_day : {"0 0 1-31 * 1", "0 0 */1 * 1", "0 0 1-15,16-31 * 1"})
    EXPECT_EQ(next(cron(every_day), "2026-11-01T00:00:00Z", 5), mondays) << every_day;
  EXPECT_EQ(next(cron("0 0 13 * 1-7"), "2026-11-01T00:00:00Z", 5),
            next(cron("0 0 13 * *"), "2026-11-01T00:00:00Z", 5));
}

TEST(CronDays, LeapDayIsFoundEightYearsAway) {
  EXPECT_EQ(upcoming(cron("0 0 29 2 *"), at("2096-03-01T00:00:00Z"), 1).at(0), at("2104-02-29T00:00:00Z"));
}

TEST(CronRefusal, NamesFieldTextAndReason) {
  EXPECT_EQ(refusal("60 * * * *"), "minute '60' is not within 0-59");
  EXPECT_EQ(refusal("* 24 * * *"), "hour '24' is not within 0-23");
  EXPECT_EQ(refusal("* * 0 * *"), "day of month '0' is not within 1-31");
  EXPECT_EQ(refusal("* * * 13 *"), "month '13' is not within 1-12");
  EXPECT_EQ(refusal("* * * * 8"), "day of week '8' is not within 0-7");
  EXPECT_EQ(refusal("99999999999999999999 * * * *"), "minute '99999999999999999999' is not within 0-59");
  EXPECT_EQ(refusal("-5 * * * *"), "minute '-5' lacks the start of the range");
  EXPECT_EQ(refusal("1- * * * *"), "minute '1-' lacks the end of the range");
  EXPECT_EQ(refusal("1,,2 * * * *"), "minute '1,,2' has an empty list entry");
  EXPECT_EQ(refusal("1, * * * *"), "minute '1,' has an empty list entry");
  EXPECT_EQ(refusal("*/0 * * * *"), "minute '*/0' has the step 0");
  EXPECT_EQ(refusal("0-59/61 * * * *"), "minute '0-59/61' has a step beyond the 60 values of the field");
  EXPECT_EQ(refusal("*/ * * * *"), "minute '*/' has a step that is no number");
  EXPECT_EQ(refusal("*/2/2 * * * *"), "minute '*/2/2' has a step that is no number");
  EXPECT_EQ(refusal("/5 * * * *"), "minute '/5' lacks the range before its step");
  EXPECT_EQ(refusal("1.5 * * * *"), "minute '1.5' is no number");
  EXPECT_EQ(refusal("0x10 * * * *"), "minute '0x10' is no number");
  EXPECT_EQ(refusal("JAN * * * *"), "minute 'JAN' is no number");
  EXPECT_EQ(refusal("* * * * MONDAYS"),
            "day of week 'MONDAYS' is neither a number nor a name, did you mean 'MON'?");
}

TEST(CronRefusal, SentenceQuotesTheWholeExpression) {
  EXPECT_EQ(CronExpression::parse("0 25 * * *").error().message,
            "cron '0 25 * * *': hour '25' is not within 0-23");
  EXPECT_EQ(CronExpression::parse("* * *").error().message, "cron '* * *': has 3 fields, not five");
}

TEST(CronRefusal, CountsFields) {
  EXPECT_EQ(refusal(""), "expression '' has 0 fields, not five");
  EXPECT_EQ(refusal("xyz"), "expression 'xyz' has 1 field, not five");
  EXPECT_EQ(refusal("0 0 6 * * 1"), "expression '0 0 6 * * 1' has 6 fields, not five");
  EXPECT_THAT(hint("0 0 6 * * 1"), HasSubstr("seconds"));
}

TEST(CronRefusal, ExtensionsOfOtherDialectsAreRefusedByName) {
  EXPECT_EQ(refusal("0 0 L * *"), "day of month 'L' asks for the last day, which is not supported");
  EXPECT_EQ(refusal("0 0 * * 5L"), "day of week '5L' asks for the last day, which is not supported");
  EXPECT_EQ(refusal("0 0 15W * *"),
            "day of month '15W' asks for the nearest working day, which is not supported");
  EXPECT_THAT(refusal("0 0 * * 5#2"), HasSubstr("n-th weekday"));
  EXPECT_EQ(hint("0 0 ? * 1"), "write * for any value");
  EXPECT_THAT(hint("H * * * *"), HasSubstr("splay"));
  EXPECT_EQ(hint("5/15 * * * *"), "write 5-59/15");
  EXPECT_EQ(refusal("0 22-3 * * *"), "hour '22-3' runs backwards");
  EXPECT_EQ(hint("0 22-3 * * *"), "for a range that wraps around write 22-23,0-3");
  EXPECT_EQ(hint("0 0 * * 5-1"), "for a range that wraps around write 5-6,0-1");
}

TEST(CronRefusal, UnknownNicknamesGetASuggestion) {
  EXPECT_THAT(refusal("@dayly"), HasSubstr("did you mean '@daily'?"));
  EXPECT_THAT(refusal("@reboot"), HasSubstr("unknown nickname"));
  EXPECT_THAT(hint("@every 5m"), HasSubstr("every:"));
}

TEST(CronRefusal, DatesThatNoYearHasNeverFire) {
  EXPECT_EQ(refusal("0 0 30 2 *"), "day of month '30' never fires: none of the months has such a day");
  EXPECT_THAT(refusal("0 0 31 4,6,9,11 *"), HasSubstr("never fires"));
  EXPECT_THAT(refusal("0 0 30 2 0-6"), HasSubstr("never fires"));
  EXPECT_EQ(refusal("0 0 29 2 *"), "accepted");
  EXPECT_EQ(refusal("0 0 30 2 1"), "accepted");  // Mondays of February
}

TEST(CronRefusal, HostileTextIsBoundedAndDisarmed) {
  EXPECT_THAT(refusal(std::string(2000, '*')), HasSubstr("longer than 1024 bytes"));
  EXPECT_THAT(refusal("\xff * * * *"), HasSubstr("not valid UTF-8"));
  EXPECT_EQ(refusal("\x1b[2J * * * *"), "minute '\\x1b[2J' is no number");
  EXPECT_EQ(refusal("* * * *\n*"), "expression '* * * *\\x0a*' has 4 fields, not five");
}

// Whatever is written, the answer is a schedule that fires or a refusal that says why.
TEST(CronRefusal, RandomTextIsAcceptedOrRefusedInFull) {
  constexpr std::string_view alphabet = "0123456789*/-,  LWH#?@JANSUNxyz\t\x80";
  std::mt19937 random(20261123);
  int accepted = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text = random() % 2 == 0 ? "" : "0 0 * * ";
    for (auto length = random() % 12; length > 0; --length) text += alphabet[random() % alphabet.size()];
    if (const auto cron = CronExpression::parse(text)) {
      ++accepted;
      EXPECT_TRUE(next_after(Cron{{*cron}, Zone()}, at("2026-11-23T00:00:00Z"))) << text;
    } else {
      EXPECT_FALSE(cron.error().data.at("field").as_string().empty()) << text;
      EXPECT_FALSE(cron.error().data.at("reason").as_string().empty()) << text;
    }
  }
  EXPECT_GT(accepted, 100);
}

TEST(CronWarnings, TellOfTwoRestrictedDayFields) {
  EXPECT_THAT(expression("0 0 * * 1").warnings(), IsEmpty());
  EXPECT_THAT(expression("0 0 */2 * *").warnings(), IsEmpty());
  EXPECT_THAT(expression("0 0 13 * 5").warnings(), ElementsAre(HasSubstr("match either")));
}

TEST(CronWarnings, TellOfAStepOnAStarThatVixieReadsOtherwise) {
  EXPECT_THAT(expression("0 0 */2 * 1").warnings(),
              ElementsAre(HasSubstr("match either"), HasSubstr("Vixie")));
  EXPECT_THAT(expression("0 0 13 * */2").warnings(), SizeIs(2));
}

}  // namespace
}  // namespace trawl::model
