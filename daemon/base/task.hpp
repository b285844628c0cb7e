// Coroutines of the daemon. A Task runs on the executor that spawned it and throws only what nobody
// could handle (see error.hpp for the other kind).
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

namespace trawl {

namespace asio = boost::asio;

template <class T = void>
using Task = asio::awaitable<T>;

// Called with what an unattended task threw, on that task's thread. log.cpp has the daemon's own.
void report_escaped_exception(std::string_view task, std::exception_ptr);

// Starts a task that nobody awaits. An exception that leaves it is a bug: it is logged under `name`
// and ends the process, because whatever the task kept true is no longer kept.
template <class F>
void spawn(asio::any_io_executor executor, std::string_view name, F&& task) {
  asio::co_spawn(executor, std::forward<F>(task), [name](std::exception_ptr error) {
    if (error) report_escaped_exception(name, error);
  });
}

// A value handed once from any thread to one awaiting coroutine. Copies share the slot.
template <class T>
class OneShot {
 public:
  explicit OneShot(asio::any_io_executor executor) : slot_(std::make_shared<Channel>(std::move(executor), 1)) {}

  // First call wins; any thread.
  void set(T value) const { slot_->try_send(boost::system::error_code{}, std::move(value)); }

  // Called once, by a coroutine on the executor given to the constructor.
  Task<T> get() const {
    auto slot = slot_;  // the coroutine may outlive this object
    co_return co_await slot->async_receive(asio::use_awaitable);
  }

 private:
  using Channel = asio::experimental::concurrent_channel<void(boost::system::error_code, T)>;
  std::shared_ptr<Channel> slot_;
};

}  // namespace trawl
