// When a schedule is due: at a fixed interval, or by cron expressions in a time zone. Values and
// arithmetic; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "model/cadence/cron.hpp"
#include "model/cadence/zone.hpp"

namespace trawl::model {

// Due at epoch + n * interval + phase: the same instants in every zone and after every restart.
struct Every {
  Millis interval;
  Millis phase{0};
};

// Refuses, with Code::invalid_params, an interval outside of [1 s, 366 d] and a phase outside of
// [0, interval).
Result<Every> make_every(Millis interval, Millis phase = Millis(0));

// Due whenever one of the expressions matches a clock in the zone.
struct Cron {
  std::vector<CronExpression> expressions;  // at least one
  Zone zone;
};

using Cadence = std::variant<Every, Cron>;

// The first due instant after `time`, never `time` itself. Changes of daylight saving time:
//  1. An expression that allows every hour is due at each instant whose wall clock matches: in both
//     passes of an hour that clocks show twice; times that clocks skip do not exist.
//  2. For any other expression only the first pass counts.
//  3. For any other expression, all matching times within skipped time together are due once, at the
//     first instant after the gap, unless the expression is due within the hour after it anyway.
// Nothing only at the end of the calendar, about the year 32767.
std::optional<Time> next_after(const Cadence&, Time time);

// The last due instant in (after, until].
std::optional<Time> last_between(const Cadence&, Time after, Time until);

// How many due instants (after, until] has; for cron no more than `most_counted` are counted.
constexpr std::size_t most_counted = 100'000;
std::size_t count_between(const Cadence&, Time after, Time until);

// The next `count` due instants after `from`, as `trawlctl cron` and `schedules next` print them.
std::vector<Time> upcoming(const Cadence&, Time from, std::size_t count);

// In the words of the configuration: "every 15m", "cron 0 6 * * 1-5 (Europe/Berlin)".
std::string describe(const Cadence&);

}  // namespace trawl::model
