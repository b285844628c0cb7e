// Reads times, fractions, halves of the day and zones.
#include "time_of_day.hpp"

#include "../ascii.hpp"

namespace trawl::detail {
namespace {

using ascii::is_alpha;
using ascii::is_digit;

struct Zone {
  std::string_view name;
  int offset_min;
};

// Names that mean one offset wherever they are used; RFC 822 settles the American ones.
constexpr Zone zones[] = {
    {"z", 0},       {"utc", 0},    {"gmt", 0},    {"ut", 0},     {"wet", 0},    {"est", -300}, {"edt", -240},
    {"cst", -360},  {"cdt", -300}, {"mst", -420}, {"mdt", -360}, {"pst", -480}, {"pdt", -420}, {"akst", -540},
    {"akdt", -480}, {"hst", -600}, {"cet", 60},   {"cest", 120}, {"mez", 60},   {"mesz", 120}, {"bst", 60},
    {"west", 60},   {"eet", 120},  {"eest", 180}, {"msk", 180},  {"jst", 540},  {"kst", 540},  {"aest", 600},
    {"aedt", 660},  {"nzst", 720}, {"nzdt", 780}};

char at_or_0(std::string_view text, std::size_t at) {
  return at < text.size() ? text[at] : '\0';
}

void skip_spaces(std::string_view text, std::size_t& at) {
  while (at < text.size() && (ascii::is_space(text[at]) || text.substr(at, 2) == "\xC2\xA0"))
    at += text[at] == '\xC2' ? 2 : 1;
}

// The letters at `at`, without dots between them: "p.m." is "pm".
std::string word_at(std::string_view text, std::size_t at, std::size_t& end) {
  std::string out;
  end = at;
  while (is_alpha(at_or_0(text, end)) || (at_or_0(text, end) == '.' && out.size() == 1)) {
    if (text[end] != '.') out += ascii::lower(text[end]);
    ++end;
  }
  return out;
}

// "+0100", "+01:00", "-5", behind a sign.
std::optional<int> take_offset(std::string_view text, std::size_t& at) {
  const char sign = at_or_0(text, at);
  std::size_t next = at + 1;
  if (text.substr(at, 3) == "\xE2\x88\x92")
    next = at + 3;
  else if (sign != '+' && sign != '-')
    return std::nullopt;
  auto hours = take_number(text, next, 1, 2);
  if (!hours) return std::nullopt;
  std::size_t behind = next + (at_or_0(text, next) == ':' ? 1 : 0);
  const auto minutes = take_number(text, behind, 2, 2);
  if (minutes) next = behind;
  if (*hours > 15 || minutes.value_or(0) > 59 || is_digit(at_or_0(text, next))) return std::nullopt;
  at = next;
  const int offset_s = (*hours * 60 + minutes.value_or(0)) * 60;
  return sign == '+' ? offset_s : -offset_s;
}

std::optional<int> take_zone(std::string_view text, std::size_t& at) {
  std::size_t next = at;
  skip_spaces(text, next);
  if (at_or_0(text, next) == '(') ++next;
  if (const auto offset = take_offset(text, next)) {
    at = next;
    return offset;
  }
  std::size_t end = next;
  const std::string name = word_at(text, next, end);
  for (const Zone& zone : zones) {
    if (zone.name != name) continue;
    at = end;
    if (zone.offset_min == 0) {  // "GMT+2"
      if (const auto offset = take_offset(text, at)) return offset;
    }
    return zone.offset_min * 60;
  }
  return std::nullopt;
}

std::int32_t take_fraction(std::string_view text, std::size_t& at) {
  const char point = at_or_0(text, at);
  if ((point != '.' && point != ',') || !is_digit(at_or_0(text, at + 1))) return 0;
  std::int32_t value = 0, unit = 100'000'000;
  for (++at; is_digit(at_or_0(text, at)); ++at, unit /= 10) value += (text[at] - '0') * unit;
  return value;
}

// Moves the hour by "am" or "pm" behind the time; false when that hour has no such half.
bool take_half(std::string_view text, std::size_t& at, int& hour, bool& found) {
  std::size_t next = at, end = at;
  skip_spaces(text, next);
  const std::string word = word_at(text, next, end);
  found = word == "am" || word == "pm";
  if (!found) return true;
  if (hour < 1 || hour > 12) return false;
  at = end;
  hour = hour % 12 + (word == "pm" ? 12 : 0);
  return true;
}

bool is_clock_word(std::string_view text, std::size_t at) {
  skip_spaces(text, at);
  return ascii::starts_ignoring_case(text.substr(at), "uhr") ||
         ascii::starts_ignoring_case(text.substr(at), "kl");
}

// Minutes and seconds behind the hour. False when what stands there is no time.
bool take_parts(std::string_view text, std::size_t& at, bool compact, TimeOfDay& time) {
  const char separator = at_or_0(text, at);
  const bool digits = compact && is_digit(separator);
  if (!digits && separator != ':' && separator != 'h' && separator != 'H' && separator != '.') return false;
  std::size_t next = at + (digits ? 0 : 1);
  const auto minute = take_number(text, next, 2, 2);
  if (!minute) return false;
  if (separator == '.' && !is_clock_word(text, next)) return false;
  time.minute = *minute;
  at = next;
  std::size_t behind = at + (digits ? 0 : 1);
  if (!digits && at_or_0(text, at) != ':') return true;
  if (const auto second = take_number(text, behind, 2, 2)) {
    time.second = *second;
    at = behind;
    time.nanoseconds = take_fraction(text, at);
  }
  return true;
}

}  // namespace

std::optional<int> take_number(std::string_view text, std::size_t& at, std::size_t min, std::size_t max) {
  std::size_t end = at;
  int value = 0;
  while (end - at < max && is_digit(at_or_0(text, end))) value = value * 10 + (text[end++] - '0');
  if (end - at < min) return std::nullopt;
  at = end;
  return value;
}

std::optional<TimeOfDay> take_time(std::string_view text, std::size_t& at, bool compact) {
  std::size_t next = at;
  TimeOfDay time;
  const auto hour = take_number(text, next, compact ? 2 : 1, 2);
  if (!hour) return std::nullopt;
  time.hour = *hour;
  bool half = false;
  const bool whole = take_parts(text, next, compact, time);
  if (!whole && is_digit(at_or_0(text, next))) return std::nullopt;
  if (!take_half(text, next, time.hour, half) || (!whole && !half)) return std::nullopt;
  if (is_digit(at_or_0(text, next))) return std::nullopt;
  if (ascii::starts_ignoring_case(text.substr(next), " uhr")) next += 4;
  time.offset_s = take_zone(text, next);
  at = next;
  return time;
}

}  // namespace trawl::detail
