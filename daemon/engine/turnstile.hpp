// Waiting lines of coroutines on one thread. A turnstile lets `capacity` holders in at once and the
// others wait in the order they came; a leaf of the engine, used for platforms and worker processes.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>

#include "base/task.hpp"

namespace trawl::engine {

class Turnstile : public std::enable_shared_from_this<Turnstile> {
 public:
  Turnstile(asio::any_io_executor executor, std::size_t capacity) : executor_(executor), free_(capacity) {}

  // Leaving is destroying it.
  class Pass {
   public:
    Pass() = default;
    explicit Pass(std::shared_ptr<Turnstile> from) : from_(std::move(from)) {}
    Pass(Pass&&) = default;
    Pass& operator=(Pass&& other) noexcept {
      leave();
      from_ = std::move(other.from_);
      return *this;
    }
    ~Pass() { leave(); }

   private:
    void leave() {
      if (from_) std::exchange(from_, nullptr)->admit_next();
    }
    std::shared_ptr<Turnstile> from_;
  };

  Task<Pass> enter() {
    auto self = shared_from_this();
    if (free_ > 0) {
      --free_;
      co_return Pass(self);
    }
    OneShot<bool> turn(executor_);
    waiting_.push_back(turn);
    co_await turn.get();  // the pass is handed over, never counted as free in between
    co_return Pass(self);
  }

 private:
  void admit_next() {
    if (waiting_.empty()) {
      ++free_;
      return;
    }
    OneShot<bool> next = std::move(waiting_.front());
    waiting_.pop_front();
    next.set(true);
  }

  asio::any_io_executor executor_;
  std::size_t free_;
  std::deque<OneShot<bool>> waiting_;
};

// One turnstile per name, for one holder at a time: no platform ever has two active attempts.
class PlatformLocks {
 public:
  explicit PlatformLocks(asio::any_io_executor executor) : executor_(executor) {}

  Task<Turnstile::Pass> lock(const std::string& platform) {
    auto& turnstile = turnstiles_[platform];
    if (!turnstile) turnstile = std::make_shared<Turnstile>(executor_, 1);
    auto entered = turnstile->enter();
    co_return co_await std::move(entered);
  }

 private:
  asio::any_io_executor executor_;
  std::map<std::string, std::shared_ptr<Turnstile>> turnstiles_;  // as many as platforms were ever configured
};

}  // namespace trawl::engine
