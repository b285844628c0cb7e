#include "fetch/hosts/alarm.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>

namespace trawl::fetch {

struct Alarm::Sleep {
  Alarm* owner;  // null once nobody wants to be woken
  Steady end;
  asio::cancellation_signal interrupt;
};

void Alarm::set(const asio::any_io_executor& executor, Steady instant) {
  if (sleep_ && sleep_->end <= instant) return;
  clear();
  sleep_ = std::make_shared<Sleep>(this, instant);
  const Millis duration = std::max(std::chrono::ceil<Millis>(instant - clock_.steady()), Millis{0});
  auto wake_owner = [sleep = sleep_](std::exception_ptr) {
    Alarm* const owner = sleep->owner;
    if (!owner) return;
    owner->sleep_.reset();
    owner->ring_();
  };
  asio::co_spawn(executor, clock_.sleep_for(duration),
                 asio::bind_cancellation_slot(sleep_->interrupt.slot(), wake_owner));
}

// Interrupts nothing: when a program ends, the sleep's executor may be gone already.
Alarm::~Alarm() {
  if (sleep_) sleep_->owner = nullptr;
}

void Alarm::clear() {
  if (!sleep_) return;
  const auto sleep = std::move(sleep_);
  sleep->owner = nullptr;
  sleep->interrupt.emit(asio::cancellation_type::terminal);
}

}  // namespace trawl::fetch
