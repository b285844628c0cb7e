#include "client/watch.hpp"

#include <poll.h>

#include <algorithm>

namespace trawl::client {
namespace {

constexpr Millis first_pause{50}, longest_pause{2'000};

std::int64_t integer(const json::object& object, std::string_view name) {
  const json::value* member = object.if_contains(name);
  return member && member->is_int64() ? member->get_int64() : 0;
}

json::object object_member(const json::object& object, std::string_view name) {
  const json::value* member = object.if_contains(name);
  return member && member->is_object() ? member->get_object() : json::object();
}

// Sleeps; true when the interrupt came first.
bool interrupted_within(Millis pause, int interrupt) {
  pollfd watched{interrupt, POLLIN, 0};
  return poll(&watched, 1, static_cast<int>(pause.count())) > 0;
}

}  // namespace

Result<Watch> Watch::open(Options options) {
  Watch watch(std::move(options));
  if (auto subscribed = watch.subscribe(); !subscribed) return std::unexpected(subscribed.error());
  return watch;
}

Result<> Watch::subscribe() {
  auto connection = Connection::open(options_.socket);
  if (!connection) return std::unexpected(connection.error());
  connection->interrupt_by(options_.interrupt);
  json::object params = options_.params;
  if (seq_ > 0) params["since"] = seq_;
  auto answer = connection->call(options_.method, params);
  if (!answer) return std::unexpected(answer.error());
  if (!answer->is_object()) return refuse(Code::protocol_error, "the subscription's answer is no object");
  const json::object& result = answer->get_object();
  connection_ = std::move(*connection);
  const json::value* subscription = result.if_contains("subscription");
  subscription_ =
      subscription && subscription->is_string() ? std::string(subscription->get_string()) : std::string();
  if (const json::value* snapshot = result.if_contains("snapshot"); snapshot && snapshot->is_object()) {
    pending_ = Update{Update::Kind::snapshot, snapshot->get_object()};
    seq_ = integer(result, "seq");  // the snapshot is the state at exactly this row
  } else if (seq_ == 0 && !options_.params.contains("since")) {
    seq_ = integer(result, "seq");
  }
  return {};
}

Result<> Watch::reconnect() {
  const auto give_up = std::chrono::steady_clock::now() + options_.reconnect_for;
  for (Millis pause = first_pause;; pause = std::min(pause * 2, longest_pause)) {
    if (interrupted_within(pause, options_.interrupt)) return refuse(Code::cancelled, "interrupted");
    auto subscribed = subscribe();
    if (subscribed) return {};
    const bool may_come_back = info(subscribed.error().code).retryable;
    if (!may_come_back || std::chrono::steady_clock::now() >= give_up) return subscribed;
  }
}

Result<std::optional<Update>> Watch::next(Millis timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  while (true) {
    if (pending_) return std::exchange(pending_, std::nullopt);
    if (!connection_) {
      if (auto back = reconnect(); !back) return std::unexpected(back.error());
      continue;
    }
    const auto left = std::chrono::ceil<Millis>(deadline - std::chrono::steady_clock::now());
    auto notification = connection_->next_notification(std::max(left, Millis(0)));
    if (!notification) {
      if (notification.error().code == Code::cancelled) return std::unexpected(notification.error());
      connection_.reset();
      return Update{Update::Kind::lost, {}};
    }
    if (!*notification) return std::nullopt;
    if (auto update = interpret(std::move(**notification))) return update;
  }
}

// Nothing for what the reader need not see: heartbeats, other subscriptions, rows already told.
std::optional<Update> Watch::interpret(Notification notification) {
  json::object& params = notification.params;
  if (const json::value* of = params.if_contains("subscription");
      of && of->is_string() && !subscription_.empty() && of->get_string() != subscription_)
    return std::nullopt;
  if (notification.method == "stream.reset") {
    seq_ = integer(params, "seq");
    return Update{Update::Kind::snapshot, object_member(params, "snapshot")};
  }
  if (notification.method == "stream.end") return Update{Update::Kind::end, std::move(params)};
  if (notification.method == "tick") return Update{Update::Kind::tick, std::move(params)};
  if (notification.method != "event") return std::nullopt;
  if (!params.contains("seq")) return Update{Update::Kind::tick, std::move(params)};
  const std::int64_t seq = integer(params, "seq");
  if (seq <= seq_) return std::nullopt;
  seq_ = seq;
  return Update{Update::Kind::event, std::move(params)};
}

}  // namespace trawl::client
