// How the days went, and how each platform does at once and after retries. Fed with runs, newest first,
// so that a lineage's retries come before the run they mend. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/lineage.hpp"

namespace trawl::model {

// Nearest-rank percentiles; unset of nothing.
struct Percentiles {
  std::optional<std::int64_t> p50, p95;
};
Percentiles percentiles(std::vector<std::int64_t> values);

struct Rate {
  std::int64_t succeeded = 0, of = 0;
};

struct DayFigures {
  std::map<RunStatus, std::int64_t> runs;
  ItemCounts items;
  std::int64_t errors = 0;
  std::vector<std::int64_t> durations_ms;
};

struct PlatformFigures {
  std::map<PlatformStatus, std::int64_t> outcomes;  // of all attempts
  Rate first_attempt, after_retries;                // of the runs that were no retries
  std::vector<std::int64_t> durations_ms;
  std::int64_t items = 0;
};

// Days are those of UTC, by the run's creation. Holds no more of the runs than open lineages.
class Analytics {
 public:
  // The last `days` days up to and with that of `now`.
  Analytics(Time now, int days);

  Time from() const { return from_; }
  Time to() const { return from_ + std::chrono::days(static_cast<int>(days_.size())); }  // exclusive

  // Each run once, newest first; runs from before from() are ignored.
  void add(Run);

  const std::vector<DayFigures>& days() const { return days_; }  // oldest first
  const std::map<std::string, PlatformFigures>& platforms() const { return platforms_; }

 private:
  void count(const Run&);
  void judge(const Lineage&);

  Time from_;
  std::vector<DayFigures> days_;
  std::map<std::string, PlatformFigures> platforms_;
  std::map<RunId, std::vector<Run>> retries_;  // by root, newest first, until the root comes
};

}  // namespace trawl::model
