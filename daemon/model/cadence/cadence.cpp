#include "model/cadence/cadence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace trawl::model {
namespace {

using namespace std::chrono_literals;
using std::chrono::ceil;
using std::chrono::floor;
using WallTime = std::chrono::local_time<Millis>;

constexpr Millis shortest_interval = 1s;
constexpr Millis longest_interval = std::chrono::days(366);

// 29 February can be eight years away (2096 to 2104), and sixteen if a zone drops that very day.
constexpr Millis farthest_match = std::chrono::years(20);

WallTime on_the_wall(Time time, std::chrono::seconds offset) {
  return WallTime(time.time_since_epoch() + offset);
}

Time in_utc(WallMinute wall, std::chrono::seconds offset) {
  return Time(wall.time_since_epoch() - offset);
}

// The wall clock's minutes of a span are [first_minute, end_minute). For a fixed schedule a span begins
// when clocks show times that they did not show before.
WallMinute first_minute(const Zone::Span& span, bool continuous) {
  return ceil<std::chrono::minutes>(
      on_the_wall(span.begin, continuous ? span.offset : std::max(span.offset, span.offset_before)));
}

WallMinute end_minute(const Zone::Span& span) {
  return ceil<std::chrono::minutes>(on_the_wall(span.end, span.offset));
}

// True if a fixed schedule is due at the beginning of the span for times that the clocks skip there. A
// schedule that comes round within the hour does not need it, and peers agree that it stays quiet.
bool due_for_gap(const CronExpression& cron, const Zone::Span& span) {
  const auto skipped = ceil<std::chrono::minutes>(on_the_wall(span.begin, span.offset_before));
  const auto shown = ceil<std::chrono::minutes>(on_the_wall(span.begin, span.offset));
  return skipped < shown && cron.first_match(skipped, shown) && !cron.first_match(shown, shown + 1h);
}

std::optional<Time> next_match(const CronExpression& cron, const Zone& zone, Time after) {
  const bool continuous = cron.continuous();
  Zone::Span span = zone.span_at(after);
  auto from = std::max(floor<std::chrono::minutes>(on_the_wall(after, span.offset)) + 1min,
                       first_minute(span, continuous));
  while (true) {
    if (const auto match = cron.first_match(from, end_minute(span))) return in_utc(*match, span.offset);
    if (span.end - after > farthest_match) return std::nullopt;
    span = zone.span_at(span.end);
    if (!continuous && due_for_gap(cron, span)) return span.begin;
    from = first_minute(span, continuous);
  }
}

std::optional<Time> next_of(const Every& every, Time after) {
  assert(every.interval >= shortest_interval);
  const auto since = after.time_since_epoch() - every.phase;
  const auto rounds = since / every.interval - (since % every.interval < 0ms ? 1 : 0);
  return Time((rounds + 1) * every.interval + every.phase);
}

std::optional<Time> next_of(const Cron& cron, Time after) {
  assert(!cron.expressions.empty());
  std::optional<Time> first;
  for (const CronExpression& expression : cron.expressions) {
    const auto next = next_match(expression, cron.zone, after);
    if (next && (!first || *next < *first)) first = next;
  }
  return first;
}

}  // namespace

Result<Every> make_every(Millis interval, Millis phase) {
  if (interval < shortest_interval || interval > longest_interval)
    return refuse(Code::invalid_params,
                  fmt::format("the interval {} is not within {} to {}", format_duration(interval),
                              format_duration(shortest_interval), format_duration(longest_interval)));
  if (phase < 0ms || phase >= interval)
    return refuse(Code::invalid_params, fmt::format("the phase {} is not shorter than the interval {}",
                                                    format_duration(phase), format_duration(interval)));
  return Every{interval, phase};
}

std::optional<Time> next_after(const Cadence& cadence, Time time) {
  return std::visit([time](const auto& kind) { return next_of(kind, time); }, cadence);
}

std::optional<Time> last_between(const Cadence& cadence, Time after, Time until) {
  const auto due = [&](Time time) {
    const auto next = next_after(cadence, time);
    return next && *next <= until ? next : std::nullopt;
  };
  auto last = due(after);
  // Bisection: `last` is due, and nothing is in (end, until].
  for (Time end = until; last && *last < end;) {
    const Time middle = *last + (end - *last) / 2;
    if (const auto later = due(middle))
      last = later;
    else
      end = middle;
  }
  return last;
}

std::size_t count_between(const Cadence& cadence, Time after, Time until) {
  if (const auto* every = std::get_if<Every>(&cadence)) {
    const auto first = *next_of(*every, after);
    return first > until ? 0 : static_cast<std::size_t>((until - first) / every->interval + 1);
  }
  std::size_t count = 0;
  for (auto due = next_after(cadence, after); due && *due <= until && count < most_counted; ++count)
    due = next_after(cadence, *due);
  return count;
}

std::vector<Time> upcoming(const Cadence& cadence, Time from, std::size_t count) {
  std::vector<Time> times;
  for (auto next = next_after(cadence, from); next && times.size() < count; next = next_after(cadence, *next))
    times.push_back(*next);
  return times;
}

std::string describe(const Cadence& cadence) {
  if (const auto* every = std::get_if<Every>(&cadence)) {
    const std::string phase =
        every->phase == 0ms ? "" : fmt::format(" phase {}", format_duration(every->phase));
    return fmt::format("every {}{}", format_duration(every->interval), phase);
  }
  const Cron& cron = std::get<Cron>(cadence);
  std::string text = "cron ";
  for (const CronExpression& expression : cron.expressions)
    text += (&expression == cron.expressions.data() ? "" : " | ") + expression.text();
  return fmt::format("{} ({})", text, cron.zone.name());
}

}  // namespace trawl::model
