#include "fetch/hosts/host_queue.hpp"

#include <fmt/format.h>

#include <optional>

#include "fetch/hosts/alarm.hpp"

namespace trawl::fetch {

// A request's wait, from its arrival until it has its turn. Whatever it holds by then ends with it.
class HostQueue::Place : public Waiter {
 public:
  Place(std::shared_ptr<State> state, Host& host, HostRules rules, Claim claim, Steady now);
  ~Place();

  HostSchedule::Admission admission() const { return admission_; }
  bool may_start() const { return standing_ == Standing::called; }

  // Returns when told to start, refused, or asked to stop.
  Task<> wait(std::stop_token stop);
  Turn take_turn();

  void call() { settle(Standing::called); }
  void refuse() {
    admission_ = HostSchedule::Admission::silence_too_long;
    settle(Standing::outside);
  }

 private:
  enum class Standing : std::uint8_t { outside, in_line, called };

  void settle(Standing standing) {
    standing_ = standing;
    if (bell_) bell_->set(true);
  }

  const std::shared_ptr<State> state_;
  HostSchedule::Admission admission_;
  Standing standing_ = Standing::outside;
  std::optional<OneShot<bool>> bell_;
};

struct HostQueue::State {
  State(Clock& c, Limits limits) : clock(c), schedule(limits) {}

  Clock& clock;
  HostSchedule schedule;
  Alarm alarm{clock, [this] { start_who_may(); }};
  std::optional<asio::any_io_executor> executor;  // known since the first request
  bool closed = false;

  void start_who_may();
  void hold_until(Host&, Steady instant);
  void finish(Host&);
};

void HostQueue::State::start_who_may() {
  if (closed || !executor)
    return;  // closed: the loop drops its coroutines one by one, nobody is left to wake
  const Steady now = clock.steady();
  auto next = schedule.next(now);
  for (; next.starts; next = schedule.next(now)) static_cast<Place*>(next.starts)->call();
  if (next.look_again)
    alarm.set(*executor, *next.look_again);
  else
    alarm.clear();
}

void HostQueue::State::hold_until(Host& host, Steady instant) {
  for (Waiter* impatient : schedule.hold_until(host, instant, clock.steady()))
    static_cast<Place*>(impatient)->refuse();
  start_who_may();
}

void HostQueue::State::finish(Host& host) {
  schedule.finish(host, clock.steady());
  start_who_may();
}

HostQueue::Place::Place(std::shared_ptr<State> state, Host& host, HostRules rules, Claim claim, Steady now)
    : Waiter(host, rules, claim), state_(std::move(state)), admission_(state_->schedule.enter(*this, now)) {
  if (admission_ == HostSchedule::Admission::in_line) standing_ = Standing::in_line;
}

HostQueue::Place::~Place() {
  if (standing_ == Standing::called) {
    state_->finish(host());
  } else if (standing_ == Standing::in_line) {
    state_->schedule.leave(*this, state_->clock.steady());
    state_->start_who_may();
  }
}

Task<> HostQueue::Place::wait(std::stop_token stop) {
  bell_.emplace(co_await asio::this_coro::executor);
  auto ring = [bell = *bell_] { bell.set(true); };
  const std::stop_callback on_stop(stop, ring);
  co_await bell_->get();
}

HostQueue::Turn HostQueue::Place::take_turn() {
  standing_ = Standing::outside;
  return Turn(state_, host());
}

namespace {

using enum model::ErrorKind;

Failure cancelled_in_line() {
  return {.kind = cancelled, .message = "cancelled while waiting for the host's turn"};
}

Failure refused(HostSchedule::Admission admission, const Origin& origin, const Host& host, Steady now) {
  if (admission == HostSchedule::Admission::line_too_long)
    return {
        .kind = rate_limited,
        .message = fmt::format("{} requests are waiting for {} already", host.waiting(), to_string(origin))};
  const auto left = std::chrono::ceil<std::chrono::seconds>(host.clock.held_until() - now);
  return {.kind = rate_limited,
          .message = fmt::format("{} wants to be left alone for another {} (Retry-After), longer than "
                                 "fetch.retry.max_retry_after allows to wait",
                                 to_string(origin), format_duration(left))};
}

}  // namespace

HostQueue::HostQueue(Clock& clock, Limits limits) : state_(std::make_shared<State>(clock, limits)) {}

HostQueue::~HostQueue() {
  state_->closed = true;
}

Task<std::expected<HostQueue::Turn, Failure>> HostQueue::turn(Origin origin, HostRules rules,
                                                              std::stop_token stop, Claim claim) {
  const auto state = state_;
  if (stop.stop_requested()) co_return std::unexpected(cancelled_in_line());
  if (!state->executor) state->executor = co_await asio::this_coro::executor;

  const Steady now = state->clock.steady();
  Place place(state, state->schedule.host(origin, now), rules, claim, now);
  if (place.admission() == HostSchedule::Admission::in_line) {
    state->start_who_may();
    if (!place.may_start()) co_await place.wait(stop);
  }
  if (place.admission() != HostSchedule::Admission::in_line)
    co_return std::unexpected(refused(place.admission(), origin, place.host(), state->clock.steady()));
  if (stop.stop_requested()) co_return std::unexpected(cancelled_in_line());
  co_return place.take_turn();
}

void HostQueue::hold_until(const Origin& origin, Steady instant) {
  state_->hold_until(state_->schedule.host(origin, state_->clock.steady()), instant);
}

std::size_t HostQueue::waiting() const {
  return state_->schedule.waiting();
}
std::size_t HostQueue::running() const {
  return static_cast<std::size_t>(state_->schedule.running());
}
std::size_t HostQueue::known_hosts() const {
  return state_->schedule.known_hosts();
}

void HostQueue::Turn::hold_until(Steady instant) const {
  state_->hold_until(*host_, instant);
}

HostQueue::Turn::~Turn() {
  if (state_) state_->finish(*host_);
}

}  // namespace trawl::fetch
