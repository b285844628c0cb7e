#include "base/time.hpp"

#include <date/date.h>
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <limits>
#include <optional>

namespace trawl {
namespace {

// Exactly `width` digits at the front of `text`, which is advanced past them.
std::optional<int> take_digits(std::string_view& text, std::size_t width) {
  if (text.size() < width) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(width);
  return value;
}

bool take(std::string_view& text, char c, char alternative = '\0') {
  if (text.empty() || (text[0] != c && text[0] != alternative)) return false;
  text.remove_prefix(1);
  return true;
}

// Milliseconds of ".123456"; further digits are cut, not rounded, so that order is kept.
std::optional<int> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return 0;
  int millis = 0, digits = 0;
  for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1), ++digits)
    if (digits < 3) millis = millis * 10 + (text[0] - '0');
  if (digits == 0) return std::nullopt;
  for (; digits < 3; ++digits) millis *= 10;
  return millis;
}

std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
  if (take(text, 'Z', 'z')) return std::chrono::minutes(0);
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const int sign = text[0] == '-' ? -1 : 1;
  text.remove_prefix(1);
  const auto hours = take_digits(text, 2);
  if (!hours || !take(text, ':')) return std::nullopt;
  const auto minutes = take_digits(text, 2);
  if (!minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return std::chrono::minutes(sign * (*hours * 60 + *minutes));
}

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};
constexpr std::array duration_units{Unit{"ms", 1}, Unit{"s", 1000}, Unit{"m", 60'000}, Unit{"h", 3'600'000},
                                    Unit{"d", 86'400'000}};
constexpr std::array size_units{Unit{"", 1}, Unit{"B", 1}, Unit{"KiB", 1ULL << 10}, Unit{"MiB", 1ULL << 20},
                                Unit{"GiB", 1ULL << 30}, Unit{"TiB", 1ULL << 40}};

template <std::size_t N>
std::optional<std::uint64_t> parse_quantity(std::string_view text, const std::array<Unit, N>& units) {
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end == text.data()) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const Unit& known : units) {
    if (known.name != unit) continue;
    if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) / known.factor) return std::nullopt;
    return number * known.factor;
  }
  return std::nullopt;
}

// The largest unit that divides the quantity, so that the text reads back as the same value.
template <std::size_t N>
std::string format_quantity(std::uint64_t quantity, const std::array<Unit, N>& units) {
  const Unit* best = &units[0];
  for (const Unit& unit : units)
    if (quantity != 0 && quantity % unit.factor == 0 && unit.factor > best->factor) best = &unit;
  return fmt::format("{}{}", quantity / best->factor, best->name);
}

}  // namespace

std::string rfc3339(Time time) {
  const auto day = date::floor<date::days>(time);
  const date::year_month_day ymd(day);
  const date::hh_mm_ss<Millis> clock(time - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", int(ymd.year()), unsigned(ymd.month()),
                     unsigned(ymd.day()), clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

Result<Time> parse_rfc3339(std::string_view text) {
  const auto fault = [original = text] {
    return refuse(Code::invalid_params, fmt::format("'{}' is no RFC 3339 time", original),
                  "write it like 2026-11-23T14:00:00Z");
  };
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return fault();
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) return fault();
  const auto day = take_digits(text, 2);
  if (!day || !take(text, 'T', 't')) return fault();
  const auto hour = take_digits(text, 2);
  if (!hour || !take(text, ':')) return fault();
  const auto minute = take_digits(text, 2);
  if (!minute || !take(text, ':')) return fault();
  const auto second = take_digits(text, 2);
  if (!second) return fault();
  const auto millis = take_fraction(text);
  if (!millis) return fault();
  const auto offset = take_offset(text);
  const date::year_month_day ymd{date::year(*year), date::month(unsigned(*month)), date::day(unsigned(*day))};
  if (!offset || !text.empty() || !ymd.ok() || *hour > 23 || *minute > 59 || *second > 60) return fault();
  return Time(date::sys_days(ymd)) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) - *offset +
         std::chrono::seconds(*second) + Millis(*millis);
}

Result<Millis> parse_duration(std::string_view text) {
  if (const auto value = parse_quantity(text, duration_units)) return Millis(*value);
  return refuse(Code::invalid_params, fmt::format("'{}' is no duration", text), "write it like 250ms, 10s, 5m, 2h or 1d");
}

std::string format_duration(Millis duration) {
  return format_quantity(static_cast<std::uint64_t>(std::max<std::int64_t>(duration.count(), 0)), duration_units);
}

Result<std::uint64_t> parse_size(std::string_view text) {
  if (const auto value = parse_quantity(text, size_units)) return *value;
  return refuse(Code::invalid_params, fmt::format("'{}' is no size", text), "write it like 64KiB, 16MiB or 1GiB");
}

std::string format_size(std::uint64_t bytes) { return format_quantity(bytes, size_units); }

}  // namespace trawl
