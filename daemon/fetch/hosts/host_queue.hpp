// Politeness: every request waits here for its host's turn. One HostQueue serves all runs, so that two
// platforms on one host share its connections, its delay and its back-off. Crawl thread only.
//
// Decides nothing: it is the coroutine shell of host_schedule.hpp. One alarm wakes it for the earliest
// request that waits for a delay; whoever ends an exchange gives the connection on.
#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <stop_token>

#include "base/clock.hpp"
#include "fetch/fetcher.hpp"
#include "fetch/hosts/host_schedule.hpp"

namespace trawl::fetch {

class HostQueue {
 public:
  using Limits = HostSchedule::Limits;

  HostQueue(Clock& clock, Limits limits);
  HostQueue(const HostQueue&) = delete;
  HostQueue& operator=(const HostQueue&) = delete;
  // Turns and waits may outlive the queue when a program ends; nobody is woken then.
  ~HostQueue();

  // The right to have one request under way at a host; ends with the object.
  class Turn;

  // Waits for the turn. Failures: cancelled (stop was requested), rate_limited (too many wait already, or the
  // host wants silence for longer than rules.longest_hold).
  Task<std::expected<Turn, Failure>> turn(Origin, HostRules, std::stop_token, Claim = {});

  // No request to this host starts before `instant`, whoever asks.
  void hold_until(const Origin&, Steady instant);

  std::size_t waiting() const;
  std::size_t running() const;
  std::size_t known_hosts() const;

 private:
  class Place;
  struct State;
  std::shared_ptr<State> state_;  // shared with turns, which may outlive the queue when a program ends
};

class HostQueue::Turn {
 public:
  Turn(Turn&&) noexcept = default;
  Turn& operator=(Turn&&) = delete;
  ~Turn();

  // What is known of the host; stays while the turn does.
  Host& host() const { return *host_; }

  // As HostQueue::hold_until, for this host. Before the turn ends, so that nobody slips in between.
  void hold_until(Steady instant) const;

 private:
  friend class HostQueue;
  Turn(std::shared_ptr<State> state, Host& host) : state_(std::move(state)), host_(&host) {}

  std::shared_ptr<State> state_;  // null once moved from
  Host* host_;
};

}  // namespace trawl::fetch
