// Following a stream (runs.watch, events.watch) across broken connections: the cursor is the journal's
// sequence number, so nothing is lost and nothing is told twice. Blocking; not thread safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "client/connection.hpp"

namespace trawl::client {

struct Update {
  enum class Kind : std::uint8_t {
    snapshot,  // the state at the stream's beginning, and after every reset: forget what was known
    event,     // a row of the journal, in order, without gaps
    tick,      // a figure that is not kept: items so far
    end,       // the stream is complete; nothing follows
    lost,      // the connection broke; the watch tries to come back
  } kind;
  json::object body;  // snapshot: the snapshot; event and tick: the notification's params; end: the outcome
};

class Watch {
 public:
  struct Options {
    std::string socket;
    std::string method;            // "runs.watch"
    json::object params;           // since is added when the stream is resumed
    int interrupt = -1;            // see Connection::interrupt_by
    Millis reconnect_for{60'000};  // how long a daemon may be away before the watch gives up
  };

  // Subscribes. Refusals of the daemon are returned here.
  static Result<Watch> open(Options);

  // The next update, or nothing when none came in time. When the daemon stays away for longer than
  // `reconnect_for`, the error of the last attempt.
  Result<std::optional<Update>> next(Millis timeout);

  std::int64_t seq() const { return seq_; }

 private:
  explicit Watch(Options options) : options_(std::move(options)) {}

  Result<> subscribe();
  Result<> reconnect();
  std::optional<Update> interpret(Notification);

  Options options_;
  std::optional<Connection> connection_;
  std::string subscription_;
  std::int64_t seq_ = 0;
  std::optional<Update> pending_;  // the snapshot that came with the subscription
};

}  // namespace trawl::client
