// A connection to the daemon: one question at a time, and the notifications that come between. Blocking,
// for programs that do one thing; not thread safe. A connection that failed (daemon_unreachable,
// protocol_error, timeout, cancelled) is not to be used again.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "base/unique_fd.hpp"
#include "client/line_buffer.hpp"
#include "client/message.hpp"

namespace trawl::client {

inline constexpr Millis default_timeout{10'000};
inline constexpr std::size_t max_waiting_notifications = 65'536;

class Connection {
 public:
  static Result<Connection> open(const std::string& path);
  explicit Connection(UniqueFd connected) : fd_(std::move(connected)) {}

  // Errors: whatever the daemon refuses with, and
  //   daemon_unreachable  the connection broke: whether the call had an effect is unknown (a repetition with
  //                       the same idempotency key is safe)
  //   timeout             no answer in time
  //   cancelled           the descriptor given to interrupt_by() became readable
  //   protocol_error      the peer is not the daemon, or its answer is too long
  Result<json::value> call(std::string_view method, const json::object& params,
                           Millis timeout = default_timeout);

  // The next notification, or nothing when none came in time. Same errors but timeout.
  Result<std::optional<Notification>> next_notification(Millis timeout);

  // Waiting ends with `cancelled` as soon as this descriptor is readable. Not owned; -1: none.
  void interrupt_by(int fd) { interrupt_ = fd; }

 private:
  using Steady = std::chrono::steady_clock::time_point;

  Result<> send(std::string_view bytes, Steady deadline);
  // The next message; nothing at the deadline.
  Result<std::optional<Message>> receive(Steady deadline);
  // True when the socket is ready for `events`, false at the deadline.
  Result<bool> wait(short events, Steady deadline);

  UniqueFd fd_;
  int interrupt_ = -1;
  std::int64_t last_id_ = 0;
  LineBuffer lines_;
  std::deque<Notification> waiting_;
};

}  // namespace trawl::client
