#include "fetch/cache/freshness.hpp"

#include "fetch/field.hpp"
#include "fetch/http_date.hpp"

namespace trawl::fetch {
namespace {

Seconds seconds_between(Time from, Time to) {
  return std::chrono::floor<Seconds>(to - from);
}

std::optional<Time> date_of(const std::vector<Header>& headers, Time answered) {
  return parse_http_date(trimmed(first_field(headers, "date")), answered);
}

// The first number of the first line, as RFC 9111 section 5.1 asks; a value that is none does not count.
Seconds announced_age(const std::vector<Header>& headers) {
  const std::string_view line = first_field(headers, "age");
  return delta_seconds(trimmed(line.substr(0, line.find(',')))).value_or(Seconds{0});
}

}  // namespace

Seconds age_of(const StoredResponse& stored, Time now) {
  if (now < stored.answered) return longest_age;
  const Time date = date_of(stored.headers, stored.answered).value_or(stored.answered);
  const Seconds apparent = std::max(Seconds{0}, seconds_between(date, stored.answered));
  const Seconds corrected = announced_age(stored.headers) + seconds_between(stored.asked, stored.answered);
  return std::max(apparent, corrected) + seconds_between(stored.answered, now);
}

std::optional<Seconds> lifetime_of(const std::vector<Header>& headers, Time answered) {
  if (const auto named = cache_control(headers).max_age) return named;
  if (!has_field(headers, "expires")) return std::nullopt;
  const auto expires = parse_http_date(trimmed(first_field(headers, "expires")), answered);
  if (!expires) return Seconds{0};  // "0" and other unreadable times mean the past
  return std::max(Seconds{0}, seconds_between(date_of(headers, answered).value_or(answered), *expires));
}

}  // namespace trawl::fetch
