// The way from a coroutine to a thread of the store and back: a bounded queue of calls, each of which
// hands its result to the coroutine that waits for it. Any thread may push; one or more threads take.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "base/error.hpp"
#include "base/task.hpp"
#include "base/time.hpp"

namespace trawl::store::sqlite {

// Context is what the thread lends to a call: the writer's Session, a reader's Database.
template <class Context>
class Job {
 public:
  virtual ~Job() = default;
  virtual bool run(Context&) = 0;       // false: refused, and what it did is to be undone
  virtual void fail(const Error&) = 0;  // replaces the result
  virtual void answer() = 0;            // once, last

  std::size_t rows = 1;
  std::size_t bytes = 0;
};

enum class Pushed { accepted, full, closed };

template <class Context>
class JobQueue {
 public:
  JobQueue(std::size_t max_jobs, std::size_t max_bytes) : max_jobs_(max_jobs), max_bytes_(max_bytes) {}

  // A single job may exceed the limit on bytes, so that nothing is refused for ever.
  Pushed push(std::unique_ptr<Job<Context>> job) {
    {
      const std::lock_guard lock(mutex_);
      if (closed_) return Pushed::closed;
      if (jobs_.size() >= max_jobs_ || (!jobs_.empty() && bytes_ + job->bytes > max_bytes_)) {
        ++refused_;
        return Pushed::full;
      }
      bytes_ += job->bytes;
      jobs_.push_back(std::move(job));
    }
    changed_.notify_one();
    return Pushed::accepted;
  }

  // Null when the time is over, or when the queue is closed and empty.
  std::unique_ptr<Job<Context>> wait(std::optional<Millis> limit = {}) {
    std::unique_lock lock(mutex_);
    const auto ready = [&] { return closed_ || !jobs_.empty(); };
    if (limit)
      changed_.wait_for(lock, *limit, ready);
    else
      changed_.wait(lock, ready);
    return pop();
  }

  std::unique_ptr<Job<Context>> try_take() {
    const std::lock_guard lock(mutex_);
    return pop();
  }

  // What is queued is still taken; nothing more is accepted.
  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
  }

  bool is_closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
  }
  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return jobs_.size();
  }
  std::uint64_t refused() const {
    const std::lock_guard lock(mutex_);
    return refused_;
  }

 private:
  std::unique_ptr<Job<Context>> pop() {
    if (jobs_.empty()) return nullptr;
    auto job = std::move(jobs_.front());
    jobs_.pop_front();
    bytes_ -= job->bytes;
    return job;
  }

  const std::size_t max_jobs_, max_bytes_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Job<Context>>> jobs_;
  std::size_t bytes_ = 0;
  std::uint64_t refused_ = 0;
  bool closed_ = false;
};

template <class Context, class T>
class Call final : public Job<Context> {
 public:
  using Work = std::function<Result<T>(Context&)>;

  Call(Work work, OneShot<Result<T>> slot) : work_(std::move(work)), slot_(std::move(slot)) {}

  bool run(Context& context) override {
    result_ = work_(context);
    return result_.has_value();
  }
  void fail(const Error& error) override { result_ = std::unexpected(error); }
  void answer() override { slot_.set(std::move(result_)); }

 private:
  Work work_;
  OneShot<Result<T>> slot_;
  Result<T> result_;
};

// How much a call weighs in the queue and in a group.
struct Weight {
  std::size_t rows = 1, bytes = 0;
};

// Awaits `work` on a thread of the queue; the answer comes back on the caller's executor.
template <class T, class Context>
Task<Result<T>> submit(JobQueue<Context>& queue, Weight weight, std::function<Result<T>(Context&)> work) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  const OneShot<Result<T>> slot(executor);
  auto call = std::make_unique<Call<Context, T>>(std::move(work), slot);
  call->rows = weight.rows;
  call->bytes = weight.bytes;
  using enum Pushed;
  switch (queue.push(std::move(call))) {
    case accepted:
      break;
    case full:
      co_return refuse(Code::overloaded, "the store has too many requests waiting", "try again shortly");
    case closed:
      co_return refuse(Code::shutting_down, "the store is closing");
  }
  co_return co_await slot.get();
}

}  // namespace trawl::store::sqlite
