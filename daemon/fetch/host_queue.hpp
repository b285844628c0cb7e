// Politeness: every request waits here for its host's turn. One HostQueue serves all runs, so that two
// platforms on one host share its connections and delay. Crawl thread only.
//
// First come, first served per host; over all hosts, whoever has waited longest for one of the daemon's
// connections gets the next. The request at the head of a host does the waiting for the delay itself, so
// there is no timer of its own to keep.
#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <stop_token>

#include "base/clock.hpp"
#include "fetch/fetcher.hpp"
#include "fetch/host_clock.hpp"
#include "fetch/url.hpp"

namespace trawl::fetch {

class HostQueue {
 public:
  struct Limits {
    int connections = 256;                 // at once, over all hosts
    std::size_t waiting_per_host = 1'000;  // more are refused: rate_limited
  };

  HostQueue(Clock& clock, Limits limits);
  HostQueue(const HostQueue&) = delete;
  HostQueue& operator=(const HostQueue&) = delete;
  // Turns and waits may outlive the queue when a program ends; nobody is woken then.
  ~HostQueue();

  // The right to have one request under way at a host; ends with the object.
  class Turn;

  // Waits for the turn. Failures: cancelled (stop was requested), rate_limited (too many wait already).
  Task<std::expected<Turn, Failure>> turn(Origin, HostRules, std::stop_token);

  // No request to this host starts before `instant`, whoever asks.
  void hold_until(const Origin&, Steady instant);

  std::size_t waiting() const;
  std::size_t running() const;
  std::size_t known_hosts() const;

 private:
  struct Waiter;
  struct Host;
  struct State;
  std::shared_ptr<State> state_;  // shared with turns, which may outlive the queue when a program ends
};

class HostQueue::Turn {
 public:
  Turn(Turn&&) noexcept = default;
  Turn& operator=(Turn&&) = delete;
  ~Turn();

 private:
  friend class HostQueue;
  Turn(std::shared_ptr<State> state, Host& host);

  std::shared_ptr<State> state_;  // null once moved from
  Host* host_;                    // stays while a request is under way
};

}  // namespace trawl::fetch
