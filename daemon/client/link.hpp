// A lasting connection to the daemon for programs that serve many: calls in flight side by side,
// notifications, and a daemon that may go away and come back. One thread, which runs the executor.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/signal.hpp"
#include "base/task.hpp"
#include "base/time.hpp"
#include "client/line_buffer.hpp"
#include "client/message.hpp"

namespace trawl::client {

// The person or program behind a call. The daemon believes it of the peers that may say so.
struct OnBehalfOf {
  std::string name;
  std::string role;  // "viewer", "operator", "admin"
  std::optional<std::uint32_t> uid;
  std::string transport;  // "http+token"
};

class Link {
 public:
  struct Options {
    std::string socket;
    std::size_t max_waiting = 1024;                // calls without an answer; beyond: overloaded
    std::size_t max_unsent_bytes = 8 << 20;        // that the daemon has not taken; beyond: overloaded
    std::optional<OnBehalfOf> itself = {};         // who calls when a call names nobody
    Millis first_pause{50}, longest_pause{2'000};  // between attempts to connect
  };
  // What happens besides answers. Called on the link's thread; must not wait.
  struct Events {
    std::function<void()> connected = {};
    std::function<void()> lost = {};
    std::function<void(const Notification&)> notified = {};
  };

  Link(asio::any_io_executor, Options, Events);
  Link(asio::any_io_executor executor, Options options)
      : Link(std::move(executor), std::move(options), Events()) {}
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  // Connects, and connects again whenever the connection breaks. Returns after stop(). Awaited once.
  Task<> run();
  // Ends the connection and run(); calls without an answer get daemon_unreachable.
  void stop();
  bool connected() const { return socket_.has_value(); }

  // The result as JSON text, exactly as the daemon wrote it. Errors: what the daemon refuses with;
  // daemon_unreachable at once when there is no connection, or when it broke before the answer came (a change
  // may then have happened: ask again with the same idempotency_key); timeout; overloaded.
  Task<Result<std::string>> call(std::string_view method, const json::object& params,
                                 const std::optional<OnBehalfOf>& who = {}, Millis timeout = Millis(30'000));

 private:
  struct Waiting {
    asio::steady_timer timer;
    std::optional<Result<std::string>> answer;
  };

  Task<> serve();
  Task<> send_unsent();
  Result<> receive();
  Result<> take(std::string line);
  void answer(std::int64_t id, Result<std::string>);
  void flush();
  void drop(const Error& why);

  asio::any_io_executor executor_;
  Options options_;
  Events events_;
  std::optional<asio::posix::stream_descriptor> socket_;
  Error last_failure_{Code::daemon_unreachable, "the daemon has not been reached yet"};
  LineBuffer lines_;
  std::string unsent_;
  bool sending_ = false, stopped_ = false;
  std::int64_t last_id_ = 0;
  std::map<std::int64_t, Waiting*> waiting_;  // owned by the coroutines of call()
  Signal stop_;
};

}  // namespace trawl::client
