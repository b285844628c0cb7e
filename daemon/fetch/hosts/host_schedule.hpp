// Which request may start next, and when to look again: first come, first served per host, except that an
// owner's more urgent request takes the place of its less urgent ones, which move back; over all hosts,
// whoever has been ready longest gets the next of the daemon's connections. Pure: no timer, no coroutine, no
// clock of its own, every call is told the time. host_queue.hpp is its shell. Crawl thread.
//
// A host with somebody in line stands in a heap by the instant from which the first in line may start; a host
// all of whose connections are taken stands aside until one is given back. So a decision costs O(log hosts),
// however many requests wait, and compares no names: hosts are looked up once, when a request comes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "fetch/hosts/host.hpp"
#include "fetch/url.hpp"

namespace trawl::fetch {

class HostSchedule {
 public:
  struct Limits {
    int connections = 256;                 // at once, over all hosts
    std::size_t waiting_per_host = 1'000;  // more are refused: rate_limited
  };
  enum class Admission : std::uint8_t { in_line, line_too_long, silence_too_long };

  // Either who starts now, or when somebody may, or neither: then only a finish() or an enter() helps.
  struct Next {
    Waiter* starts = nullptr;
    std::optional<Steady> look_again;
  };

  explicit HostSchedule(Limits limits) : limits_(limits) {}

  // The reference is good while somebody waits for the host or asks it, and until the next call of this
  // function. Hosts that have been quiet for an hour are forgotten.
  Host& host(const Origin&, Steady now);

  // To the end of the host's line, or forward among its owner's by priority. A waiter that is not admitted is
  // in no line.
  Admission enter(Waiter&, Steady now);
  void leave(Waiter&, Steady now);

  // Whoever starts has left the line, and counts as running until finish().
  Next next(Steady now);
  void finish(Host&, Steady now);

  // Nobody starts at the host before `instant`. Returns those who do not wait so long; they left the line.
  std::vector<Waiter*> hold_until(Host&, Steady instant, Steady now);

  std::size_t waiting() const { return waiting_; }
  int running() const { return running_; }
  std::size_t known_hosts() const { return hosts_.size(); }

 private:
  struct Hash {
    std::size_t operator()(const Origin&) const;
  };

  void append(Waiter&);
  static void move_forward(Waiter&);
  static void link(Host&, Waiter* before, Waiter* after);
  static void swap_places(Waiter& first, Waiter& second);
  void take_out_of_line(Waiter&);
  void settle(Host&, bool another_is_first, Steady now);
  void forget_quiet_hosts(Steady now);

  const Limits limits_;
  std::unordered_map<Origin, Host, Hash> hosts_;
  ReadyHeap heap_;
  std::uint64_t contentions_ = 0;
  std::size_t waiting_ = 0;
  int running_ = 0;
  std::size_t sweep_at_ = 256;
};

}  // namespace trawl::fetch
