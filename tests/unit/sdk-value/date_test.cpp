// Dates in the forms that machines and people write.
#include <gtest/gtest.h>

#include <trawl/value.hpp>

namespace {

using trawl::parse_date;

struct Case {
  const char *text, *date;
};

void expect_dates(std::initializer_list<Case> cases, const char* locale = "") {
  for (const Case& each : cases) {
    const auto found = parse_date(each.text, {locale});
    EXPECT_EQ(found ? found->text() : "nothing", each.date) << each.text;
  }
}

TEST(ParseDate, Iso8601AndRfc3339) {
  expect_dates({{"2003-12-31T10:14:55Z", "2003-12-31T10:14:55Z"},
                {"2003-12-31T10:14:55.250-08:00", "2003-12-31T18:14:55.25Z"},
                {"2003-12-31 10:14:55 +0100", "2003-12-31T09:14:55Z"},
                {"2003-12-31T10:14", "2003-12-31T10:14:00"},
                {"2003-12-31", "2003-12-31"},
                {"20031231T101455Z", "2003-12-31T10:14:55Z"},
                {"20031231", "2003-12-31"},
                {"2003-365", "2003-12-31"},
                {"2004-W53-6", "2005-01-01"},
                {"2003-12-31T24:00:00Z", "2004-01-01T00:00:00Z"},
                {"0001-01-01T00:00:00+01:00", "0000-12-31T23:00:00Z"}});
}

TEST(ParseDate, Rfc822AndWhatFeedsMakeOfIt) {
  expect_dates({{"Fri, 05 Jan 2018 17:42:11 +0100", "2018-01-05T16:42:11Z"},
                {"07 Nov 2015 12:00:00 EST", "2015-11-07T17:00:00Z"},
                {"Thu, 1 Jan 04 19:48 GMT", "2004-01-01T19:48:00Z"},
                {"Thu, 01 Jan 1970 00:00:00 +00:00", "1970-01-01T00:00:00Z"},
                {"Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z"},
                {"Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37"},
                {"Sun Nov  6 08:49:37 GMT 1994", "1994-11-06T08:49:37Z"},
                {"Seg, 24 Set 2018 19:42:40 -0300", "2018-09-24T22:42:40Z"},
                {"Mon, 01 Jan 2018 10:00:00 XYZ", "2018-01-01T10:00:00"},
                {"Thu,  31 Dec 2016 23:59:60 GMT", "2017-01-01T00:00:00Z"}});
}

TEST(ParseDate, WrittenWithTheMonthsName) {
  expect_dates({{"5 March 2021", "2021-03-05"},
                {"March 5th, 2021 at 2:30 pm", "2021-03-05T14:30:00"},
                {"Sept. 5, 2021", "2021-09-05"},
                {"5. März 2021, 14:30 Uhr", "2021-03-05T14:30:00"},
                {"Freitag, 5. Dezember 2021 um 14.30 Uhr MEZ", "2021-12-05T13:30:00Z"},
                {"le 1er août 2021 à 14h30", "2021-08-01T14:30:00"},
                {"5 de marzo de 2021", "2021-03-05"},
                {"5 maggio 2021", "2021-05-05"},
                {"5 de março de 2021 às 10:00", "2021-03-05T10:00:00"},
                {"5 mei 2021", "2021-05-05"},
                {"5 października 2021", "2021-10-05"},
                {"5. září 2021", "2021-09-05"},
                {"5 ЯНВАРЯ 2021", "2021-01-05"},
                {"2021 March 5", "2021-03-05"},
                {"2021年3月5日 14:30", "2021-03-05T14:30:00"},
                {"2021년 3월 5일", "2021-03-05"},
                {"Posted by May on 5 June 2021", "2021-06-05"}});
}

TEST(ParseDate, Numbers) {
  expect_dates({{"5.3.2021", "2021-03-05"},
                {"05.03.21 14:30", "2021-03-05T14:30:00"},
                {"2021/03/05", "2021-03-05"},
                {"25/03/2021", "2021-03-25"},
                {"03/25/2021", "2021-03-25"},
                {"04/04/2021", "2021-04-04"}});
}

TEST(ParseDate, DayAndMonthThatCanBeSwappedNeedALocale) {
  expect_dates({{"03/04/2021", "nothing"}, {"03-04-2021", "nothing"}, {"03/04/21", "nothing"}});
  expect_dates({{"03/04/2021", "2021-03-04"}}, "en");
  expect_dates({{"03/04/2021", "2021-04-03"}}, "en-GB");
  expect_dates({{"03/04/21", "2021-04-03"}}, "fr");
}

TEST(ParseDate, WhatIsNoDate) {
  for (const char* text :
       {"", "tomorrow", "2021", "2021-02-30", "31 June 2021", "March 2021", "5 March", "12:30", "2021-13-01",
        "1.2.3.4", "order 20211231", "March 32, 2021", "0000-01-01"}) {
    const auto found = parse_date(text);
    EXPECT_FALSE(found) << text << ": " << (found ? found->text() : "");
  }
}

TEST(ParseDate, InstantCountsFrom1970) {
  EXPECT_EQ(parse_date("1970-01-02T00:00:01Z")->seconds, 86401);
  EXPECT_EQ(parse_date("1969-12-31T23:59:59Z")->seconds, -1);
  EXPECT_EQ(parse_date("2000-02-29")->seconds, 951782400);
}

}  // namespace
