#include "fetch/host_queue.hpp"

#include <fmt/format.h>

#include <list>
#include <map>
#include <optional>

#include "fetch/stoppable_sleep.hpp"

namespace trawl::fetch {

struct HostQueue::Host {
  HostClock clock;
  std::list<Waiter*> waiters;  // in the order of their arrival
};

struct HostQueue::State {
  State(Clock& c, Limits l) : clock(c), limits(l) {}

  Clock& clock;
  const Limits limits;
  std::map<Origin, Host> hosts;
  std::list<Waiter*> starved;  // heads of their hosts that lack nothing but a connection of the daemon
  std::size_t waiting = 0;
  int running = 0;
  std::size_t sweep_at = 256;
  bool closed = false;

  Host& host(const Origin&);
  void forget_quiet_hosts();
  std::optional<Steady> earliest_start(Waiter&);
  void wake_next(Host&);
};

// A request that waits for its turn. Its place in the queue ends with it, however the wait ends.
struct HostQueue::Waiter {
  State& state;
  Host& host;
  const HostRules rules;
  std::list<Waiter*>::iterator place;
  std::optional<std::list<Waiter*>::iterator> place_among_starved;
  std::optional<OneShot<bool>> bell;

  Waiter(State& s, Host& h, HostRules r) : state(s), host(h), rules(r) {
    place = host.waiters.insert(host.waiters.end(), this);
    ++state.waiting;
  }
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  ~Waiter() {
    starve(false);
    host.waiters.erase(place);
    --state.waiting;
    state.wake_next(host);
  }

  void starve(bool yes) {
    if (yes == place_among_starved.has_value()) return;
    if (yes) {
      place_among_starved = state.starved.insert(state.starved.end(), this);
    } else {
      state.starved.erase(*place_among_starved);
      place_among_starved.reset();
    }
  }

  Task<> wait_for_bell(std::stop_token stop) {
    bell.emplace(co_await asio::this_coro::executor);
    auto ring = [bell = *bell] { bell.set(true); };
    const std::stop_callback on_stop(stop, ring);
    co_await bell->get();
    bell.reset();
  }

  void wake() const {
    if (bell) bell->set(true);
  }
};

HostQueue::Host& HostQueue::State::host(const Origin& origin) {
  if (const auto known = hosts.find(origin); known != hosts.end()) return known->second;
  if (hosts.size() >= sweep_at) forget_quiet_hosts();
  return hosts[origin];
}

// Rarely, and then all at once, so that a crawl of a million hosts pays a constant for each.
void HostQueue::State::forget_quiet_hosts() {
  const Steady long_ago = clock.steady() - std::chrono::hours{1};
  std::erase_if(hosts, [&](const auto& entry) {
    return entry.second.waiters.empty() && entry.second.clock.quiet_since(long_ago);
  });
  sweep_at = std::max<std::size_t>(256, 2 * hosts.size());
}

// From when on the waiter may start, by its own clock; nothing when somebody else will wake it.
std::optional<Steady> HostQueue::State::earliest_start(Waiter& waiter) {
  if (waiter.host.waiters.front() != &waiter) return std::nullopt;
  const auto start = waiter.host.clock.earliest_start(waiter.rules);
  if (!start || *start > clock.steady()) {
    waiter.starve(false);
    if (!starved.empty()) starved.front()->wake();
    return start;
  }
  const bool first_in_line = starved.empty() || starved.front() == &waiter;
  if (running < limits.connections && first_in_line) return start;
  waiter.starve(true);
  return std::nullopt;
}

// Whoever may profit looks for itself whether it can start now.
void HostQueue::State::wake_next(Host& host) {
  if (closed) return;  // the loop is dropping its coroutines one by one: there is nobody left to wake
  if (!starved.empty()) starved.front()->wake();
  if (!host.waiters.empty()) host.waiters.front()->wake();
}

HostQueue::HostQueue(Clock& clock, Limits limits) : state_(std::make_shared<State>(clock, limits)) {}

HostQueue::~HostQueue() {
  state_->closed = true;
}

Task<std::expected<HostQueue::Turn, Failure>> HostQueue::turn(Origin origin, HostRules rules,
                                                              std::stop_token stop) {
  using enum model::ErrorKind;
  const auto state = state_;
  Host& host = state->host(origin);
  if (host.waiters.size() >= state->limits.waiting_per_host)
    co_return std::unexpected(Failure{.kind = rate_limited,
                                      .message = fmt::format("{} requests are waiting for {} already",
                                                             host.waiters.size(), to_string(origin))});

  Waiter waiter(*state, host, rules);
  for (;;) {
    if (stop.stop_requested())
      co_return std::unexpected(
          Failure{.kind = cancelled, .message = "cancelled while waiting for the host's turn"});
    const auto start = state->earliest_start(waiter);
    const Steady now = state->clock.steady();
    if (!start)
      co_await waiter.wait_for_bell(stop);
    else if (*start <= now)
      break;
    else
      co_await sleep_unless_stopped(state->clock, std::chrono::ceil<Millis>(*start - now), stop);
  }
  co_return Turn(state, host);
}

void HostQueue::hold_until(const Origin& origin, Steady instant) {
  state_->host(origin).clock.hold_until(instant);
}

std::size_t HostQueue::waiting() const {
  return state_->waiting;
}
std::size_t HostQueue::running() const {
  return static_cast<std::size_t>(state_->running);
}
std::size_t HostQueue::known_hosts() const {
  return state_->hosts.size();
}

HostQueue::Turn::Turn(std::shared_ptr<State> state, Host& host) : state_(std::move(state)), host_(&host) {
  host_->clock.start(state_->clock.steady());
  ++state_->running;
}

HostQueue::Turn::~Turn() {
  if (!state_) return;
  host_->clock.finish();
  --state_->running;
  state_->wake_next(*host_);
}

}  // namespace trawl::fetch
