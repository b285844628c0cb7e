// Any text as a price, a number and a date: nothing crashes, and what is read stays the same when it is
// written down and read again.
#include <cstdint>
#include <cstdlib>
#include <trawl/value.hpp>

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check_price(std::string_view text, trawl::price_hints hints) {
  const auto price = trawl::parse_price(text, hints);
  if (!price) return;
  require(!price->amount.empty() && price->amount.find_first_not_of("-0123456789.") == std::string::npos);
  require(price->currency.empty() || price->currency.size() == 3);
  const auto again = trawl::parse_price(price->amount + " " + price->currency, {"en", ""});
  require(again && again->amount == price->amount && again->currency == price->currency);
}

void check_date(std::string_view text, trawl::date_hints hints) {
  const auto date = trawl::parse_date(text, hints);
  if (!date) return;
  require(date->nanoseconds >= 0 && date->nanoseconds < 1'000'000'000);
  const auto again = trawl::parse_date(date->text());
  if (date->seconds < -62135596800 || date->seconds > 253402300799) return;  // Beyond the years 1 to 9999.
  require(again && again->seconds == date->seconds && again->nanoseconds == date->nanoseconds);
  require(again->has_time == date->has_time && again->has_zone == date->has_zone);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const char* locale : {"", "en", "de", "en-CA"}) {
    check_price(text, {locale, ""});
    check_date(text, {locale});
    (void)trawl::parse_number(text, locale);
  }
  check_price(text, {"", text});
  return 0;
}
