// Between fibres and the ABI: who waits for which response, and what happens when the window is full
// or the run is to stop. One thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>

#include "../page.hpp"
#include "fibre.hpp"

namespace trawl {

// A failure with a code and a URL of its own for the run's error list. Any other exception that leaves
// run() is listed with the code "exception" and the URL being handled.
class failure : public std::runtime_error {
 public:
  failure(std::string code, const std::string& text, std::string url = {})
      : std::runtime_error(text), code_(std::move(code)), url_(std::move(url)) {}
  const std::string& code() const { return code_; }
  const std::string& url() const { return url_; }  // empty: the one being handled

 private:
  std::string code_, url_;
};

// Thrown by whatever waits when the run is to stop; let it pass. It is no std::exception, so that a
// handler for errors does not swallow it.
struct cancelled {};

namespace detail {

class exchange;

// Where the responses to somebody's requests arrive. Destroying it forgets those still under way.
class inbox {
 public:
  explicit inbox(exchange& owner) : exchange_(owner) {}
  inbox(const inbox&) = delete;
  inbox& operator=(const inbox&) = delete;
  ~inbox();

  // Queues a request, suspending while the window is full.
  void send(const request& wanted);
  // The same, but false instead of suspending.
  bool try_send(const request& wanted);
  std::size_t outstanding() const { return outstanding_; }  // sent and not yet received
  page receive();

 private:
  friend class exchange;
  exchange& exchange_;
  std::size_t outstanding_ = 0;
  std::deque<const trawl_response*> arrived_;
  fibre* waiter_ = nullptr;
};

class exchange {
 public:
  explicit exchange(trawl_ctx* ctx) : ctx_(ctx), fibres_([this] { wait_for_one(); }) {}

  trawl_ctx* ctx() const { return ctx_; }
  fibre_set& fibres() { return fibres_; }
  std::string& url() { return fibres_.current().url; }
  bool stopped() const { return stopped_; }
  void suspend() { fibres_.suspend(); }

 private:
  friend class inbox;

  // Takes one response from the host and wakes whom it concerns. Does not throw: it may run on the
  // stack of a fibre that has nothing to do with the response.
  void wait_for_one() noexcept {
    const trawl_response* response = nullptr;
    const trawl_status status = ctx_->api->wait(ctx_, -1, &response);
    if (status == TRAWL_OK) {
      deliver(response);
    } else if (status != TRAWL_TIMEOUT) {
      stop();
    }
  }

  void deliver(const trawl_response* response) {
    const auto found = waiting_.find(response->tag);
    if (found == waiting_.end()) {  // nobody wants it any more
      ctx_->api->release(ctx_, response);
    } else {
      inbox& receiver = *found->second;
      waiting_.erase(found);
      receiver.arrived_.push_back(response);
      wake(receiver.waiter_);
    }
    if (!window_waiters_.empty()) {
      fibres_.make_ready(*window_waiters_.front());
      window_waiters_.pop_front();
    }
  }

  // The run is to stop: everybody who waits wakes, looks at stopped() and throws.
  void stop() {
    stopped_ = true;
    for (const auto& [tag, receiver] : waiting_) wake(receiver->waiter_);
    for (fibre* waiter : window_waiters_) fibres_.make_ready(*waiter);
    window_waiters_.clear();
  }

  void wake(fibre*& waiter) {
    if (waiter) fibres_.make_ready(*std::exchange(waiter, nullptr));
  }

  trawl_ctx* ctx_;
  fibre_set fibres_;
  std::unordered_map<std::uint64_t, inbox*> waiting_;
  std::deque<fibre*> window_waiters_;
  std::uint64_t last_tag_ = 0;
  bool stopped_ = false;
};

inline inbox::~inbox() {
  for (auto entry = exchange_.waiting_.begin(); entry != exchange_.waiting_.end();) {
    entry = entry->second == this ? exchange_.waiting_.erase(entry) : std::next(entry);
  }
  for (const trawl_response* response : arrived_) exchange_.ctx_->api->release(exchange_.ctx_, response);
}

inline bool inbox::try_send(const request& wanted) {
  if (exchange_.stopped_) throw cancelled{};
  const std::uint64_t tag = exchange_.last_tag_ + 1;
  const trawl_status status = wanted.fetch_with(exchange_.ctx_, tag);
  if (status == TRAWL_AGAIN) return false;
  if (status == TRAWL_CANCELLED) {
    exchange_.stop();
    throw cancelled{};
  }
  if (status != TRAWL_OK) throw failure("request", "trawl refuses this request", wanted.url());
  exchange_.last_tag_ = tag;
  exchange_.waiting_.emplace(tag, this);
  ++outstanding_;
  return true;
}

inline void inbox::send(const request& wanted) {
  while (!try_send(wanted)) {
    exchange_.window_waiters_.push_back(&exchange_.fibres().current());
    exchange_.suspend();
  }
}

inline page inbox::receive() {
  while (arrived_.empty()) {
    if (exchange_.stopped_) throw cancelled{};
    waiter_ = &exchange_.fibres().current();
    exchange_.suspend();
  }
  --outstanding_;
  page received(exchange_.ctx_, arrived_.front());
  arrived_.pop_front();
  return received;
}

// The functions that one each() has under way. They have all ended when it goes.
class crew {
 public:
  crew(exchange& owner, std::size_t width) : exchange_(owner), width_(width) {}
  crew(const crew&) = delete;
  crew& operator=(const crew&) = delete;
  ~crew() { wait_until(0); }

  // True once a function has thrown or the run is to stop: start no more.
  bool ended() const { return error_ || exchange_.stopped(); }

  // Starts a function as soon as fewer than `width` are under way. With too many fibres alive it runs
  // right here: an each() inside an each() inside an each() gets slower, not larger.
  void start(std::string url, std::function<void()> function) {
    wait_until(width_ - 1);
    if (ended()) return;
    if (exchange_.fibres().full()) {
      std::swap(exchange_.url(), url);
      run(function);
      std::swap(exchange_.url(), url);
      return;
    }
    exchange_.fibres().start([this, url = std::move(url), function = std::move(function)] {
      exchange_.url() = url;
      run(function);
      --running_;
      if (waiter_) exchange_.fibres().make_ready(*std::exchange(waiter_, nullptr));
    });
    ++running_;
  }

  // Waits for all and throws what the first that failed has thrown.
  void join() {
    wait_until(0);
    if (error_) {
      exchange_.url() = error_url_;
      std::rethrow_exception(error_);
    }
    if (exchange_.stopped()) throw cancelled{};
  }

 private:
  void run(const std::function<void()>& function) {
    try {
      function();
    } catch (...) {
      if (error_) return;
      error_ = std::current_exception();
      error_url_ = exchange_.url();
    }
  }

  void wait_until(std::size_t running) {
    while (running_ > running) {
      waiter_ = &exchange_.fibres().current();
      exchange_.suspend();
    }
  }

  exchange& exchange_;
  std::size_t width_, running_ = 0;
  std::exception_ptr error_;
  std::string error_url_;
  fibre* waiter_ = nullptr;
};

}  // namespace detail
}  // namespace trawl
