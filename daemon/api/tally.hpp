// The journal, counted: what /metrics tells of runs, platforms and schedules. Counters begin with the daemon;
// when a platform last succeeded, and how often it failed since, is read from the store and survives a
// restart. Main thread.
#pragma once

#include <array>
#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/signal.hpp"
#include "store/store.hpp"

namespace trawl::api {

// Upper bounds in seconds; a run below none of them is in +Inf alone.
inline constexpr std::array run_duration_bounds{1, 5, 15, 60, 300, 900, 3600, 14400};

struct PlatformTally {
  std::map<std::string, std::uint64_t, std::less<>> outcomes;
  std::uint64_t items = 0, fetches = 0, bytes = 0, tries = 0;
  std::uint64_t duration_count = 0, duration_ms = 0;
  std::optional<Time> last_success;
  std::uint64_t consecutive_failures = 0;
};

class Tally {
 public:
  using Counts = std::map<std::string, std::uint64_t, std::less<>>;

  // Reads what is known of these platforms, then follows the journal as long as the daemon lives. `news`
  // tells of new rows.
  Task<> follow(store::Store&, Signal& news, std::vector<std::string> platforms);

  void take(const store::Event&);

  Counts started;                                                     // runs, by trigger_kind
  Counts finished;                                                    // runs, by outcome
  std::array<std::uint64_t, run_duration_bounds.size()> within = {};  // runs, by upper bound, cumulative
  std::uint64_t duration_count = 0, duration_ms = 0;
  std::map<std::string, PlatformTally, std::less<>> platforms;
  std::map<std::pair<std::string, std::string>, std::uint64_t> errors;     // by platform and kind
  std::map<std::pair<std::string, std::string>, std::uint64_t> schedules;  // by schedule and what it did
  Counts reloads;                                                          // by outcome
  std::uint64_t events_missed = 0;                                         // removed before they were counted

 private:
  Task<Result<>> recall(store::Store&, const std::string& platform);
  Task<bool> catch_up(store::Store&);
  void finish_run(const boost::json::object& data);
  void finish_platform(const store::Event&, const boost::json::object& data);

  store::Seq seq_ = 0;
};

}  // namespace trawl::api
