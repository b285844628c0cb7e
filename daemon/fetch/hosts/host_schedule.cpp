#include "fetch/hosts/host_schedule.hpp"

#include <algorithm>

namespace trawl::fetch {
namespace {

constexpr std::size_t least_hosts_to_sweep = 256;

bool waits_so_long(const HostRules& rules, Steady until, Steady now) {
  return until <= now || std::chrono::ceil<Millis>(until - now) <= rules.longest_hold;
}

}  // namespace

std::size_t HostSchedule::Hash::operator()(const Origin& origin) const {
  // Schemes differ in length; that and the port only have to tell the few origins of one name apart.
  return std::hash<std::string>{}(origin.host) * 31 + origin.port * 2 + origin.scheme.size();
}

Host& HostSchedule::host(const Origin& origin, Steady now) {
  if (const auto known = hosts_.find(origin); known != hosts_.end()) return known->second;
  if (hosts_.size() >= sweep_at_) forget_quiet_hosts(now);
  return hosts_[origin];
}

// Rarely, and then all at once, so that a crawl of a million hosts pays a constant for each.
void HostSchedule::forget_quiet_hosts(Steady now) {
  const Steady long_ago = now - std::chrono::hours{1};
  std::erase_if(hosts_, [&](const auto& entry) {
    return entry.second.waiting() == 0 && entry.second.clock.quiet_since(long_ago);
  });
  sweep_at_ = std::max(least_hosts_to_sweep, 2 * hosts_.size());
}

HostSchedule::Admission HostSchedule::enter(Waiter& waiter, Steady now) {
  Host& host = waiter.host_;
  if (host.waiting_ >= limits_.waiting_per_host) return Admission::line_too_long;
  if (!waits_so_long(waiter.rules_, host.clock.held_until(), now)) return Admission::silence_too_long;
  append(waiter);
  if (host.prioritised_ > 0) move_forward(waiter);
  if (host.first_ == &waiter) settle(host, true, now);
  return Admission::in_line;
}

// Neighbours in the line; null is its end.
void HostSchedule::link(Host& host, Waiter* before, Waiter* after) {
  (before ? before->after_ : host.first_) = after;
  (after ? after->before_ : host.last_) = before;
}

void HostSchedule::swap_places(Waiter& first, Waiter& second) {
  Host& host = first.host_;
  Waiter *const before = first.before_, *const after = second.after_;
  Waiter *const inner_first = first.after_, *const inner_last = second.before_;
  link(host, before, &second);
  if (inner_first == &second) {
    link(host, &second, &first);
  } else {
    link(host, &second, inner_first);
    link(host, inner_last, &first);
  }
  link(host, &first, after);
}

void HostSchedule::append(Waiter& waiter) {
  Host& host = waiter.host_;
  link(host, host.last_, &waiter);
  link(host, &waiter, nullptr);
  ++host.waiting_;
  ++waiting_;
  if (waiter.claim_.priority != 0) ++host.prioritised_;
}

// Past each less urgent waiter of its owner, nearest first: the two change places, so that all others keep
// theirs. O(line), and only where somebody set a priority.
void HostSchedule::move_forward(Waiter& waiter) {
  for (Waiter* passed = waiter.before_; passed;) {
    Waiter* const next = passed->before_;
    const bool same_owner = passed->claim_.owner == waiter.claim_.owner;
    if (same_owner && passed->claim_.priority >= waiter.claim_.priority) return;
    if (same_owner) swap_places(*passed, waiter);
    passed = next;
  }
}

void HostSchedule::leave(Waiter& waiter, Steady now) {
  const bool was_first = waiter.host_.first_ == &waiter;
  take_out_of_line(waiter);
  if (was_first) settle(waiter.host_, true, now);
}

HostSchedule::Next HostSchedule::next(Steady now) {
  if (running_ >= limits_.connections || heap_.empty()) return {};
  if (heap_.first().ready > now) return {.look_again = heap_.first().ready};
  Host& host = *heap_.first().host;
  Waiter& first = *host.first_;
  take_out_of_line(first);
  host.clock.start(now);
  ++running_;
  settle(host, true, now);
  return {.starts = &first};
}

void HostSchedule::finish(Host& host, Steady now) {
  host.clock.finish();
  --running_;
  settle(host, false, now);
}

std::vector<Waiter*> HostSchedule::hold_until(Host& host, Steady instant, Steady now) {
  host.clock.hold_until(instant);
  std::vector<Waiter*> impatient;
  for (Waiter *waiter = host.first_, *after; waiter; waiter = after) {
    after = waiter->after_;
    if (waits_so_long(waiter->rules_, host.clock.held_until(), now)) continue;
    take_out_of_line(*waiter);
    impatient.push_back(waiter);
  }
  settle(host, !impatient.empty(), now);
  return impatient;
}

void HostSchedule::take_out_of_line(Waiter& waiter) {
  Host& host = waiter.host_;
  link(host, waiter.before_, waiter.after_);
  waiter.before_ = waiter.after_ = nullptr;
  --host.waiting_;
  --waiting_;
  if (waiter.claim_.priority != 0) --host.prioritised_;
}

// Puts the host where it belongs after anything about it has changed. Its turn counts from when its present
// first in line lacked nothing but time, so that neither a finish elsewhere nor a late look costs it its
// place.
void HostSchedule::settle(Host& host, bool another_is_first, Steady now) {
  const auto start = host.first_ ? host.clock.earliest_start(host.first_->rules_) : std::nullopt;
  if (!start) return heap_.take_out(host);
  if (another_is_first || host.heap_place_ == ReadyHeap::nowhere) {
    host.contends_since_ = now;
    host.contention_number_ = contentions_++;
  }
  heap_.put(host, std::max(*start, host.contends_since_), host.contention_number_);
}

}  // namespace trawl::fetch
