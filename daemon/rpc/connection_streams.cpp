// A connection's streams: cursors on the journal that are read as fast as the peer reads, and no faster.
#include <fmt/format.h>

#include <algorithm>

#include "rpc/connection.hpp"
#include "rpc/json_writer.hpp"

namespace trawl::rpc {
namespace {

constexpr int rows_at_once = 256;
constexpr Millis longest_wait{5'000};  // a missed wake-up costs this much, and no more

}  // namespace

Result<std::string> Connection::subscribe(std::unique_ptr<api::Watch> watch) {
  const ServerOptions& options = context_.options;
  std::size_t& of_uid = context_.streams_by_uid[uid_];
  const bool here = streams_.size() + opening_.size() >= options.max_streams;
  if (here || of_uid >= options.max_streams_per_uid) {
    ++context_.metrics.streams_refused;
    const std::size_t limit = here ? options.max_streams : options.max_streams_per_uid;
    return refuse(Code::too_many_streams, fmt::format("{} streams are open, and no more are allowed", limit),
                  "end one with rpc.unsubscribe", {{"limit", limit}, {"per", here ? "connection" : "uid"}});
  }
  ++of_uid;
  ++context_.metrics.streams_opened;
  ++context_.metrics.streams_open;
  opening_.push_back({fmt::format("s{}", ++streams_made_), std::move(watch)});
  return opening_.back().id;
}

Result<> Connection::unsubscribe(std::string_view subscription) {
  const auto stream = std::ranges::find_if(
      streams_, [&](const Stream& open) { return open.id == subscription && !open.closed; });
  if (stream == streams_.end())
    return refuse(Code::subscription_not_found, "this connection has no such subscription", {},
                  {{"field", "/subscription"}});
  stream->closed = true;
  context_.services.news.signal().notify();
  return {};
}

void Connection::start(Streams opened) {
  while (!opened.empty()) {
    const auto stream = opened.begin();
    streams_.splice(streams_.end(), opened, stream);
    begin_task("rpc.stream", relay(stream));
  }
}

void Connection::drop(Streams& streams) {
  if (streams.empty()) return;
  context_.metrics.streams_open -= streams.size();
  context_.streams_by_uid[uid_] -= streams.size();
  if (context_.streams_by_uid[uid_] == 0) context_.streams_by_uid.erase(uid_);
  streams.clear();
}

// Rows first, then ticks, then sleep until there is something to say. While the peer has not read what
// was sent, nothing is fetched for it: the cursor waits.
Task<> Connection::relay(Streams::iterator stream) {
  const Millis tick_every = stream->watch->filter().tick_every;
  Steady spoke = std::chrono::steady_clock::now(), next_tick = spoke;
  while (!stream->closed && !outbox_.broken()) {
    if (outbox_.unsent() > 0) {
      co_await outbox_.wait_until_at_most(0);
      continue;
    }
    const bool told = co_await send_rows(*stream);
    const Steady now = std::chrono::steady_clock::now();
    if (told) spoke = now;
    if (told || stream->closed || outbox_.broken()) continue;
    if (tick_every > Millis(0) && now >= next_tick) {
      send_ticks(*stream);
      next_tick = now + tick_every;
    }
    if (now - spoke >= context_.options.heartbeat) {
      notify(*stream, {"stream.heartbeat", {{"seq", stream->watch->cursor()}}});
      ++context_.metrics.heartbeats_sent;
      spoke = now;
    }
    outbox_.flush();
    const bool ticking = tick_every > Millis(0) && stream->watch->expects_ticks();
    const Steady wake = std::min(spoke + context_.options.heartbeat, ticking ? next_tick : Steady::max());
    const auto rest = std::chrono::ceil<Millis>(wake - now);
    if (outbox_.unsent() == 0) co_await context_.services.news.signal().wait(std::min(rest, longest_wait));
  }
  Streams gone;
  gone.splice(gone.end(), streams_, stream);
  drop(gone);
}

// True when something was told. A store that fails ends the stream with its error.
Task<bool> Connection::send_rows(Stream& stream) {
  auto notifications = co_await stream.watch->next(rows_at_once);
  if (stream.closed || outbox_.broken()) co_return false;
  if (!notifications) {
    notify(stream, {"stream.end",
                    {{"seq", stream.watch->cursor()}, {"error", api::error_object(notifications.error())}}});
    stream.closed = true;
    outbox_.flush();
    co_return true;
  }
  for (api::Notification& notification : *notifications) notify(stream, std::move(notification));
  context_.metrics.events_sent += notifications->size();
  if (stream.watch->ended()) stream.closed = true;
  if (notifications->empty()) co_return false;
  outbox_.flush();
  co_return true;
}

void Connection::send_ticks(Stream& stream) {
  for (api::Notification& tick : stream.watch->ticks()) {
    notify(stream, std::move(tick));
    ++context_.metrics.ticks_sent;
  }
}

void Connection::notify(const Stream& stream, api::Notification notification) {
  notification.params["subscription"] = stream.id;
  append_notification(outbox_.text(), notification.method, notification.params);
}

}  // namespace trawl::rpc
