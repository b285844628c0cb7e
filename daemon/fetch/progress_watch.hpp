// Notices a host that keeps a connection busy for nothing: it does not begin to answer within a window of
// time, or then sends fewer bytes in such a window than the minimum rate asks for. Crawl thread.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <memory>

#include "base/task.hpp"
#include "base/time.hpp"

namespace trawl::fetch {

class ProgressWatch {
 public:
  enum class Stall : std::uint8_t { no_first_byte, too_slow };
  using OnStall = std::function<void(Stall)>;

  // `min_rate` in bytes per second; 0: any. `on_stall` is called at most once, and never after end().
  ProgressWatch(asio::any_io_executor, Millis window, std::uint64_t min_rate, OnStall on_stall);
  ProgressWatch(const ProgressWatch&) = delete;
  ProgressWatch& operator=(const ProgressWatch&) = delete;
  ~ProgressWatch() { end(); }

  void begin();  // the request leaves now
  void received(std::size_t bytes);
  void end();

 private:
  struct State;
  std::shared_ptr<State> state_;  // shared with the timer's handler, which may be on its way already
};

}  // namespace trawl::fetch
