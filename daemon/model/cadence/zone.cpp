#include "model/cadence/zone.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <ranges>

#include "base/text.hpp"

namespace trawl::model {
namespace {

constexpr Time first_instant = date::sys_days(date::year::min() / 1 / 1);
constexpr Time last_instant = date::sys_days(date::year::max() / 12 / 31);

std::vector<Zone::Span> read_spans(const date::time_zone& zone) {
  std::vector<Zone::Span> spans;
  for (Time at = first_instant; at < last_instant;) {
    const date::sys_info info = zone.get_info(at);
    const Time end = std::min<Time>(info.end, last_instant);
    if (spans.empty())
      spans.push_back({first_instant, end, info.offset, info.offset});
    else if (spans.back().offset == info.offset)
      spans.back().end = end;  // only the abbreviation changed
    else
      spans.push_back({at, end, info.offset, spans.back().offset});
    at = end;
  }
  return spans;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return out;
}

// "berlin" and "europe/berlin" are nearer to Europe/Berlin than their letters are.
std::string suggestion(std::string_view wanted, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const std::string known = lower(name), city = known.substr(known.rfind('/') + 1);
    if (lower(wanted) == known || lower(wanted) == city) return fmt::format(", did you mean '{}'?", name);
  }
  return did_you_mean(wanted, names);
}

std::unexpected<Error> refuse_unknown(std::string_view wanted, const date::tzdb& database) {
  std::vector<std::string> names;
  names.reserve(database.zones.size());
  for (const date::time_zone& zone : database.zones) names.push_back(zone.name());
  return refuse(Code::invalid_params,
                fmt::format("'{}' is no time zone{}", escape_controls(wanted), suggestion(wanted, names)),
                "write a name of the tz database such as Europe/Berlin or UTC");
}

std::unexpected<Error> refuse_unreadable(const std::exception& fault) {
  return refuse(Code::invalid_params, fmt::format("cannot read the time zone database: {}", fault.what()),
                "install the package tzdata, or use UTC");
}

}  // namespace

Zone::Zone() : Zone("UTC", {{first_instant, last_instant, {}, {}}}) {}

Result<Zone> Zone::find(std::string_view name) {
  if (name == "UTC") return Zone();  // works without a database
  try {
    const date::tzdb& database = date::get_tzdb();
    const auto found = std::ranges::find(database.zones, name, &date::time_zone::name);
    if (found == database.zones.end()) return refuse_unknown(name, database);
    return Zone(std::string(name), read_spans(*found));
  } catch (const std::exception& fault) {
    return refuse_unreadable(fault);
  }
}

Zone::Span Zone::span_at(Time time) const {
  const auto next = std::ranges::upper_bound(spans_, time, {}, &Span::begin);
  return next == spans_.begin() ? *next : *std::prev(next);
}

}  // namespace trawl::model
