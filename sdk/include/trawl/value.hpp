// trawl/value.hpp - prices and dates as people write them into pages and feeds. C++17; any thread; link
// trawl-sdk::value. Numbers and white space are in trawl/text.hpp, which this header includes.
//
//   const auto price = trawl::parse_price("1.299,00 \u20ac");
//   if (price) use(price->amount, price->currency);               // "1299.00", "EUR"
//   const auto when = trawl::parse_date("Fri, 05 Jan 2018 17:42:11 +0100");
//   if (when) use(when->seconds, when->text());                   // "2018-01-05T16:42:11Z"
//
// Nothing here guesses where a wrong guess would go unseen: what can be read in two ways is read by a rule
// that stands below, or not at all. Texts are UTF-8, of which the first 4 KiB count; no text makes these
// functions throw.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "text.hpp"

namespace trawl {

// An amount as exact as it was written. A plain value.
struct price {
  std::string amount;    // plain decimal, as exact as written: "1299.00", "-3.5", "0.75"
  std::string currency;  // ISO 4217 such as "EUR"; "" when the text and the hints do not settle it
  std::string sign;      // what was found for it, as written: "Kč", "$", "eur"; "" when nothing was

  double number() const;  // the amount, as near as a double comes to it
};

// What is known of a price besides its text; borrowed for the call.
struct price_hints {
  std::string_view locale;    // "de", "en-CA": settles separators and, with a region, shared signs
  std::string_view currency;  // a code such as "CAD", or any text that names a currency, such as "Price (£)"
};

// The first amount in a text, and its currency. The rules:
// - A number before "%" is no amount. A text that only says "free" (also gratis, gratuit, ...) costs "0".
// - Separators are read as parse_number() does: a single one before exactly three digits groups thousands, so
//   "1.234" and "1,234" are both 1234. The locale settles it otherwise; and so does a currency of three
//   decimals: "1.234 KWD" is 1.234.
// - A code or sign that touches the amount (but for spaces and a colon) goes before one elsewhere in the
//   text, and that before the hint. Of two that touch it, the one of a single currency: "$1,190.00 AUD" is
//   AUD.
// - "$", "kr", "¥", "Rs" and others are shared by several currencies. Then `currency` stays "" unless the
//   hint names one of these currencies, or the locale's region has one: "$5" with "en-CA" is CAD.
// - A hint that contradicts the text loses: "£5" is GBP whatever the hint says.
std::optional<price> parse_price(std::string_view utf8, price_hints hints = {});

// A point in time, or a day. A plain value.
struct date {
  std::int64_t seconds = 0;      // since 1970-01-01T00:00:00Z
  std::int32_t nanoseconds = 0;  // 0..999,999,999
  bool has_time = false;         // the text gives a time of day; else it is midnight
  bool has_zone = false;         // the text gives a zone or offset; else the time counts as UTC

  // RFC 3339 in UTC, "2018-01-05T16:42:11Z"; without a zone no "Z"; without a time only "2018-01-05".
  std::string text() const;
};

// What is known of a date besides its text; borrowed for the call.
struct date_hints {
  std::string_view locale;  // settles "03/04/2021": the month first for "en" and "en-US", else the day
};

// The first date in a text, and its time where one follows. Understood are:
// - ISO 8601 and RFC 3339 (calendar, ordinal and week dates, basic and extended), HTML's <time datetime>;
// - RFC 822, 1123, 850 and asctime with the variants seen in feeds: no weekday or a foreign one, years of two
//   digits (below 50: 20xx), no seconds, "24:00", zones by name or offset, with or without a colon;
// - written dates with a month's name in Czech, Danish, Dutch, English, French, German, Italian, Norwegian,
//   Polish, Portuguese, Russian, Spanish, Swedish and Ukrainian; "2021年3月5日" and its Korean form;
// - numbers: "5.3.2021" is the day first everywhere, "2021/03/05" the year first; "03/04/2021" only with a
//   locale, unless one of the two cannot be a month or both are equal.
// A date that does not exist (February 30), or has no year or no day, is no date. A zone name that trawl does
// not know counts as none.
std::optional<date> parse_date(std::string_view utf8, date_hints hints = {});

}  // namespace trawl
