#include "model/cadence/firing.hpp"

#include <algorithm>
#include <array>

namespace trawl::model {
namespace {

using namespace std::chrono_literals;

constexpr Millis longest_default_window = 24h;

// The nominal time after which firings are open. `due_until` is the newest nominal time that can be due.
Time open_after(const FiringState& state, Occasion occasion, Time due_until, Time now) {
  if (state.settled_until > now + longest_step_back) return due_until;
  if (occasion == Occasion::routine) return state.settled_until;
  return std::max(state.settled_until, due_until);  // never catches up
}

Millis catchup_window(const Cadence& cadence, const FiringRules& rules, Time latest) {
  if (rules.catchup_window) return *rules.catchup_window;
  const auto next = next_after(cadence, latest);
  return next ? std::min<Millis>(*next - latest, longest_default_window) : longest_default_window;
}

Action action_for(Overlap overlap, Previous previous) {
  if (previous == Previous::ended || overlap == Overlap::allow) return Action::start;
  if (overlap == Overlap::skip) return Action::skip;
  if (previous == Previous::active_and_one_waiting) return Action::join_waiting;
  return overlap == Overlap::queue_one ? Action::queue : Action::cancel_then_start;
}

// Deals with everything due in (open, latest]: firings that are due together are one firing, the latest.
void settle(const Cadence& cadence, const FiringRules& rules, Previous previous, Time open, Time latest,
            Time due_until, FiringPlan& plan) {
  const Time oldest_on_time = due_until - rules.misfire_grace;
  Time oldest_covered = oldest_on_time;
  if (rules.misfire == Misfire::fire_once)
    oldest_covered = std::min(oldest_on_time, due_until - catchup_window(cadence, rules, latest));

  const Time covered_after = std::clamp(oldest_covered - 1ms, open, latest);
  plan.missed = count_between(cadence, open, covered_after);
  plan.settled_until = latest;
  if (latest < oldest_covered) return;
  const auto kind = latest >= oldest_on_time ? Firing::Kind::schedule : Firing::Kind::catchup;
  plan.firing = Firing{latest, kind, count_between(cadence, covered_after, latest) - 1,
                       action_for(rules.overlap, previous)};
}

}  // namespace

std::string_view name(Overlap overlap) {
  constexpr std::array<std::string_view, 4> names{"skip", "queue_one", "cancel_running", "allow"};
  return names.at(static_cast<std::size_t>(overlap));
}

std::string_view name(Misfire misfire) {
  return misfire == Misfire::fire_once ? "fire_once" : "skip";
}

FiringPlan decide(const Cadence& cadence, const FiringRules& rules, const FiringState& state,
                  Occasion occasion, Previous previous, Time now) {
  if (state.paused) return {.settled_until = state.settled_until};
  const Time due_until = now - rules.splay;
  const Time open = open_after(state, occasion, due_until, now);
  FiringPlan plan{.settled_until = open};
  if (const auto latest = last_between(cadence, open, due_until))
    settle(cadence, rules, previous, open, *latest, due_until, plan);
  if (const auto next = next_after(cadence, plan.settled_until)) plan.wake = *next + rules.splay;
  return plan;
}

}  // namespace trawl::model
