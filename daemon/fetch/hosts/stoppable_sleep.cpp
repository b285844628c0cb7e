#include "fetch/hosts/stoppable_sleep.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <memory>

namespace trawl::fetch {

// The sleep runs as a coroutine of its own, because a cancelled coroutine could not go on afterwards.
Task<bool> sleep_unless_stopped(Clock& clock, Millis duration, std::stop_token stop) {
  if (stop.stop_requested()) co_return false;
  if (duration <= Millis{0}) co_return true;
  const auto executor = co_await asio::this_coro::executor;
  const OneShot<bool> slept(executor);
  const auto cancel = std::make_shared<asio::cancellation_signal>();
  auto report = [slept, cancel](std::exception_ptr interrupted) { slept.set(!interrupted); };
  asio::co_spawn(executor, clock.sleep_for(duration), asio::bind_cancellation_slot(cancel->slot(), report));

  auto interrupt = [executor, cancel] {
    asio::post(executor, [cancel] { cancel->emit(asio::cancellation_type::terminal); });
  };
  const std::stop_callback on_stop(stop, interrupt);
  co_return co_await slept.get();
}

}  // namespace trawl::fetch
