#include "trawl-httpd/hub.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/log.hpp"

namespace trawl::httpd {
namespace {

namespace json = boost::json;

constexpr Millis pause_after_refusal{1'000};

std::int64_t integer(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value && value->is_int64() ? value->get_int64() : 0;
}
std::string text(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

JournalEvent to_event(const json::object& row) {
  JournalEvent event{.seq = integer(row, "seq"), .run = {}, .type = text(row, "type"), .json = {}};
  if (const json::value* run = row.if_contains("run_id"); run && run->is_int64())
    event.run = run->get_int64();
  json::object told = row;
  told.erase("subscription");
  event.json = json::serialize(told);
  return event;
}

}  // namespace

Hub::Hub(asio::any_io_executor executor, HubOptions options)
    : options_(std::move(options)),
      link_(executor, {.socket = options_.socket, .itself = options_.itself},
            {.connected = [this] { spawn(executor_, "httpd.subscribe", subscribe()); },
             .notified = [this](const client::Notification& notification) { take(notification); }}),
      news_(executor),
      executor_(executor) {}

Task<> Hub::run() {
  co_await link_.run();
}

void Hub::stop() {
  link_.stop();
  news_.notify();
}

// After every connect: from the newest event that is known, so that nothing is missed.
Task<> Hub::subscribe() {
  json::object params{{"types", {"run", "platform", "error", "schedule", "config", "daemon", "plugin"}},
                      {"tick_hz", options_.ticks_per_second},
                      {"snapshot", false}};
  if (newest_) params["since"] = *newest_;
  const auto answer = co_await link_.call("runs.watch", params);
  if (!answer) {
    if (!link_.connected()) co_return;
    log::warning("httpd.subscribe", "the daemon refuses the journal: {}", answer.error().message);
    co_await news_.wait(pause_after_refusal);
    spawn(executor_, "httpd.subscribe", subscribe());
    co_return;
  }
  const json::value begun = json::parse(*answer);
  const std::string epoch = text(begun.as_object(), "epoch");
  const Seq seq = integer(begun.as_object(), "seq");
  if (!newest_) {
    newest_ = ring_begin_ = seq;
    epoch_ = epoch;
  } else if (epoch != epoch_) {
    epoch_ = epoch;
    newest_.reset();
    (void)co_await link_.call("rpc.unsubscribe", {{"subscription", text(begun.as_object(), "subscription")}});
    begin_anew(0);
    spawn(executor_, "httpd.subscribe", subscribe());
  }
  news_.notify();
}

void Hub::begin_anew(Seq at) {
  ring_.clear();
  ring_bytes_ = 0;
  ring_begin_ = at;
  ticks_.clear();
  ++generation_;
}

void Hub::take(const client::Notification& notification) {
  if (notification.method == "event") {
    if (notification.params.contains("seq"))
      take_event(notification.params);
    else
      take_tick(notification.params);
  } else if (notification.method == "stream.reset") {
    // The daemon no longer has what came after our position: readers further back ask for themselves.
    const Seq seq = integer(notification.params, "seq");
    ring_.clear();
    ring_bytes_ = 0;
    newest_ = ring_begin_ = seq;
  }
  news_.notify();
}

void Hub::take_event(const json::object& row) {
  JournalEvent event = to_event(row);
  if (!newest_) newest_ = ring_begin_ = event.seq - 1;  // told before the answer that says where it begins
  if (event.seq <= *newest_) return;
  newest_ = event.seq;
  if (event.type == "platform.finished") ticks_.erase({event.run.value_or(0), text(row, "platform")});
  keep(std::move(event));
}

void Hub::keep(JournalEvent event) {
  ring_bytes_ += event.json.size();
  ring_.push_back(std::move(event));
  while (ring_.size() > options_.ring_events || ring_bytes_ > options_.ring_bytes) {
    ring_begin_ = ring_.front().seq;
    ring_bytes_ -= ring_.front().json.size();
    ring_.pop_front();
  }
}

void Hub::take_tick(const json::object& row) {
  json::object told = row;
  told.erase("subscription");
  ticks_[{integer(row, "run_id"), text(row, "platform")}] = {++tick_version_, json::serialize(told)};
}

std::string Hub::ticks(std::uint64_t& version, std::optional<std::int64_t> run, bool as_sse) const {
  std::string said;
  if (version == tick_version_) return said;
  for (const auto& [key, tick] : ticks_) {
    if (tick.version <= version || (run && key.first != *run)) continue;
    if (as_sse) said += "event: progress\ndata: ";
    said.append(tick.json).append(as_sse ? "\n\n" : "\n");
  }
  version = tick_version_;
  return said;
}

Task<Result<Hub::Page>> Hub::after(Seq from, std::size_t max_bytes) {
  if (!newest_) co_return refuse(Code::daemon_unreachable, "the daemon has not been reached yet");
  if (from < ring_begin_) co_return co_await fetch(from);
  Page page{.events = {}, .upto = from};
  std::size_t bytes = 0;
  auto event = std::ranges::upper_bound(ring_, from, {}, &JournalEvent::seq);
  for (; event != ring_.end() && bytes < max_bytes; ++event) {
    bytes += event->json.size();
    page.upto = event->seq;
    page.events.push_back(*event);
  }
  co_return page;
}

Task<Result<Hub::Page>> Hub::fetch(Seq from) {
  const auto answer = co_await link_.call("events.list", {{"since", from}, {"limit", options_.page_events}});
  if (!answer) co_return std::unexpected(answer.error());
  const json::value listed = json::parse(*answer);
  Page page{.events = {}, .upto = std::max(from, integer(listed.as_object(), "seq"))};
  for (const json::value& row : listed.at("events").as_array())
    page.events.push_back(to_event(row.as_object()));
  co_return page;
}

}  // namespace trawl::httpd
