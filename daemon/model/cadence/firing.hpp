// The scheduler's decisions: what a schedule does now, and when to look again. Pure; any thread.
//
// The scheduler's loop is: plan = decide(...), carry out plan.firing and record plan.missed, store
// plan.settled_until in the same transaction, sleep until plan.wake or until the clock was set, repeat.
// Being asked too early, twice or late is harmless: only `settled_until` and `now` count.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.hpp"
#include "model/cadence/cadence.hpp"

namespace trawl::model {

// What becomes of a firing that finds the schedule's previous run still active. Names are API.
enum class Overlap : std::uint8_t { skip, queue_one, cancel_running, allow };

// What becomes of firings that nobody was there for (daemon down, host asleep, clock jumped ahead).
enum class Misfire : std::uint8_t { fire_once, skip };

std::string_view name(Overlap);
std::string_view name(Misfire);

struct FiringRules {
  Misfire misfire = Misfire::fire_once;
  Overlap overlap = Overlap::skip;
  std::optional<Millis> catchup_window = {};        // default: one period, at most 24 h
  Millis misfire_grace = std::chrono::seconds(60);  // a firing later than this was missed
  Millis splay{0};  // this schedule's own delay (splay_offset), not its maximum
};

// What the store keeps of a schedule.
struct FiringState {
  Time settled_until;  // nominal times up to here are dealt with; at first the time of creation
  bool paused = false;
};

// Why the scheduler asks. `introduced`: the schedule is new, enabled again or has another cadence.
// Waking from any downtime is no occasion of its own: the stored state tells it.
enum class Occasion : std::uint8_t { routine, unpaused, introduced };

// The newest run that the schedule started: ended; queued, running or waiting for its automatic
// retry; or that, with one more run already waiting behind it.
enum class Previous : std::uint8_t { ended, active, active_and_one_waiting };

enum class Action : std::uint8_t {
  start,
  skip,               // record overlap_skipped
  queue,              // create a run that starts when the previous one has ended
  join_waiting,       // nothing to create: the run that already waits stands for this firing too
  cancel_then_start,  // cancel the previous run, and start when it has ended
};

struct Firing {
  enum class Kind : std::uint8_t { schedule, catchup };
  Time nominal;  // what the schedule says; the splay delays the run, not this
  Kind kind;
  std::size_t coalesced;  // earlier firings that this one stands for as well
  Action action;
};

struct FiringPlan {
  std::optional<Firing> firing = {};
  std::size_t missed = 0;         // firings given up (saturates, see count_between)
  Time settled_until;             // the state to store
  std::optional<Time> wake = {};  // look again then; nothing while paused
};

// A wall clock that is set back by up to this much fires nothing a second time; more is the correction
// of a wrong clock, and the schedule goes on from the corrected time.
constexpr Millis longest_step_back = std::chrono::hours(3);

FiringPlan decide(const Cadence&, const FiringRules&, const FiringState&, Occasion, Previous, Time now);

}  // namespace trawl::model
