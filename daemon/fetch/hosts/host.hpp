// All that the daemon remembers of one host, for every run: its clocks, its retry budget, and its requests
// that wait in line. Made and kept by HostSchedule. Crawl thread.
#pragma once

#include <cstddef>
#include <cstdint>

#include "fetch/hosts/host_clock.hpp"
#include "fetch/hosts/ready_heap.hpp"
#include "fetch/hosts/retry_budget.hpp"

namespace trawl::fetch {

class Host;

// Whose request waits, and how urgent it is among that owner's own. Owners do not pass each other for it.
struct Claim {
  const void* owner = nullptr;  // an identity, never followed
  std::int32_t priority = 0;    // higher goes first
};

// A request's place in the line of its host. Whoever waits owns it, and takes it out of the line with
// HostSchedule::leave() unless it was told to start or was refused.
class Waiter {
 public:
  Waiter(Host& host, HostRules rules, Claim claim = {}) : host_(host), rules_(rules), claim_(claim) {}
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;

  Host& host() const { return host_; }

 private:
  friend class HostSchedule;
  Host& host_;
  const HostRules rules_;
  const Claim claim_;
  Waiter *before_ = nullptr, *after_ = nullptr;
};

class Host {
 public:
  Host() = default;
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  HostClock clock;
  RetryBudget budget;
  unsigned refusals_in_a_row = 0;  // holds without a Retry-After since the last good answer

  std::size_t waiting() const { return waiting_; }

 private:
  friend class HostSchedule;
  friend class ReadyHeap;
  Waiter *first_ = nullptr, *last_ = nullptr;
  std::size_t waiting_ = 0;
  std::size_t prioritised_ = 0;          // of those, with a priority other than the usual 0
  Steady contends_since_{};              // when its first waiter came to lack nothing but time
  std::uint64_t contention_number_ = 0;  // tells those apart who came to that at one instant
  std::size_t heap_place_ = ReadyHeap::nowhere;
};

}  // namespace trawl::fetch
