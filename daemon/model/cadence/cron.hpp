// A cron expression: five fields (minute, hour, day of month, month, day of week) with lists, ranges,
// steps and names as in the Open Cron Pattern Specification 1.0, or a nickname such as @daily. It knows
// the calendar and nothing of time zones: cadence.hpp puts it on a clock. A value; any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "model/cadence/cron_field.hpp"

namespace trawl::model {

// What a clock on the wall shows, to the minute.
using WallMinute = std::chrono::local_time<std::chrono::minutes>;

class CronExpression {
 public:
  // Refuses with Code::invalid_params what it cannot read, extensions of other dialects (L W # ? H,
  // seconds, ranges that wrap around) and dates that no year has. The error's data has `expression`,
  // `field` ("day of month", or "expression" if no single field is to blame), `text` and `reason`.
  static Result<CronExpression> parse(std::string_view text);

  const std::string& text() const { return text_; }

  // True if every hour is allowed. Such a schedule follows the clock through a change of daylight
  // saving time; any other one happens once per day and listed time (see next_after).
  bool continuous() const;

  // The first matching minute in [from, end). An accepted expression has one in any eight years.
  std::optional<WallMinute> first_match(WallMinute from, WallMinute end) const;

  // Sentences about legal spellings that often mean something else; to be shown at load.
  std::vector<std::string> warnings() const;

 private:
  CronExpression() = default;
  bool either_day() const;
  bool matches_day(std::chrono::local_days) const;
  bool fires_in_some_year() const;
  std::optional<std::chrono::minutes> first_time_of_day(std::chrono::minutes from) const;

  std::string text_;
  ValueSet minutes_, hours_, days_, months_, weekdays_;
  bool any_day_ = false, any_weekday_ = false;  // the field leaves no value out
  bool starred_day_ = false;                    // a restricted day field that is spelled `*/n`
};

}  // namespace trawl::model
