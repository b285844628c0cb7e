#include "fetch/progress_watch.hpp"

namespace trawl::fetch {

// One timer for both limits, which runs on when the first byte comes: an answer costs no second one.
struct ProgressWatch::State : std::enable_shared_from_this<State> {
  State(asio::any_io_executor executor, Millis w, std::uint64_t rate, OnStall callback)
      : timer(std::move(executor)), window(w), min_rate(rate), on_stall(std::move(callback)) {}

  void wait() {
    timer.expires_after(window);
    timer.async_wait([self = shared_from_this()](boost::system::error_code error) {
      if (!error && !self->ended) self->look();
    });
  }

  void look() {
    const auto enough = min_rate * static_cast<std::uint64_t>(window.count()) / 1'000;
    if (began_in_window || (answering && in_window >= enough)) {
      began_in_window = false;
      in_window = 0;
      wait();
    } else {
      ended = true;
      on_stall(answering ? Stall::too_slow : Stall::no_first_byte);
    }
  }

  asio::steady_timer timer;
  const Millis window;
  const std::uint64_t min_rate;
  const OnStall on_stall;
  bool answering = false, ended = false;
  bool began_in_window = false;  // perhaps at its very end, when it is too early to speak of a rate
  std::uint64_t in_window = 0;
};

ProgressWatch::ProgressWatch(asio::any_io_executor executor, Millis window, std::uint64_t min_rate,
                             OnStall on_stall)
    : state_(std::make_shared<State>(std::move(executor), window, min_rate, std::move(on_stall))) {}

void ProgressWatch::begin() {
  state_->wait();
}

void ProgressWatch::received(std::size_t bytes) {
  if (!state_->answering) state_->answering = state_->began_in_window = true;
  state_->in_window += bytes;
}

void ProgressWatch::end() {
  if (state_->ended) return;
  state_->ended = true;
  state_->timer.cancel();
}

}  // namespace trawl::fetch
