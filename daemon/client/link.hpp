// A lasting connection to the daemon for programs that serve many: calls in flight side by side, a
// subscription, and a daemon that may go away and come back. One thread, which runs the executor.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/task.hpp"
#include "base/time.hpp"
#include "client/message.hpp"

namespace trawl::client {

// The person or program behind a call. Only peers that the daemon trusts to say so may send it.
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
    Millis first_pause{50}, longest_pause{2'000};  // between attempts to connect
  };

  Link(asio::any_io_executor, Options);
  ~Link();

  // Connects, and connects again whenever the connection breaks. Returns after stop().
  Task<> run();
  void stop();
  bool connected() const;

  // The result as JSON text, exactly as the daemon wrote it. Errors: what the daemon refuses with;
  // daemon_unreachable at once when there is no connection, or when it broke before the answer came (a change
  // may then have happened: ask again with the same idempotency_key); timeout; overloaded.
  Task<Result<std::string>> call(std::string_view method, const json::object& params,
                                 const std::optional<OnBehalfOf>& who = {}, Millis timeout = Millis(30'000));

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace trawl::client
