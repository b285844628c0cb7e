#include "trawl-httpd/event_stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <random>

namespace trawl::httpd {
namespace {

constexpr std::size_t max_piece_bytes = 48 << 10;
constexpr Millis look_again{5'000};  // a missed wake-up costs this much, and no more

// Browsers that lost the same server do not come back in the same instant.
int reconnect_ms() {
  static thread_local std::minstd_rand generator(std::random_device{}());
  return std::uniform_int_distribution(2'500, 4'500)(generator);
}

std::string outcome_of(const JournalEvent& event) {
  boost::json::error_code fault;
  const auto row = boost::json::parse(event.json, fault);
  const auto* data = fault ? nullptr : row.as_object().if_contains("data");
  const auto* status = data && data->is_object() ? data->get_object().if_contains("status") : nullptr;
  return status && status->is_string() ? std::string(status->get_string()) : std::string();
}

}  // namespace

EventStream::EventStream(Hub& hub, Options options)
    : hub_(hub),
      options_(std::move(options)),
      cursor_(options_.since),
      generation_(hub.generation()),
      spoke_(std::chrono::steady_clock::now()) {}

EventStream::~EventStream() {
  if (options_.closed) options_.closed();
}

void EventStream::stop() {
  stopped_ = true;
  hub_.news().notify();
}

Task<std::optional<std::string>> EventStream::next() {
  while (!stopped_) {
    auto piece = co_await more();
    if (!piece || !piece->empty()) {
      spoke_ = std::chrono::steady_clock::now();
      co_return piece;
    }
    const auto quiet = std::chrono::steady_clock::now() - spoke_;
    if (quiet >= options_.heartbeat) {
      spoke_ = std::chrono::steady_clock::now();
      co_return options_.as_sse ? fmt::format(": heartbeat {}\n\n", cursor_.value_or(0)) : std::string("\n");
    }
    co_await hub_.news().wait(std::min(std::chrono::ceil<Millis>(options_.heartbeat - quiet), look_again));
  }
  co_return std::nullopt;
}

// What there is to tell now; empty: nothing yet.
Task<std::optional<std::string>> EventStream::more() {
  if (ended_) co_return std::nullopt;
  if (!std::exchange(begun_, true)) co_return begin();
  if (!cursor_) cursor_ = hub_.newest();
  if (!cursor_) co_return std::string();
  if (generation_ != hub_.generation()) {
    generation_ = hub_.generation();
    cursor_ = hub_.newest().value_or(0);
    co_return reset("another database", *cursor_);
  }
  const auto page = co_await hub_.after(*cursor_, max_piece_bytes);
  if (!page) {
    if (page.error().code != Code::gone) co_return std::string();  // the daemon is away: wait for it
    const auto* first = page.error().data.if_contains("seq");
    cursor_ = first && first->is_int64() ? first->get_int64() - 1 : hub_.newest().value_or(0);
    co_return reset("expired", *cursor_);
  }
  std::string said = tell(page->events);
  cursor_ = std::max(*cursor_, page->upto);
  if (ended_ || !said.empty()) co_return said;
  const bool caught_up = hub_.newest() && *cursor_ >= *hub_.newest();
  if (!caught_up) co_return co_await more();
  if (options_.run_has_ended) co_return end(*cursor_, "");
  co_return hub_.ticks(ticks_told_, options_.run, options_.as_sse);
}

std::string EventStream::begin() {
  return options_.as_sse ? fmt::format("retry: {}\n\n", reconnect_ms()) : std::string("\n");
}

std::string EventStream::tell(const std::vector<JournalEvent>& events) {
  std::string said;
  for (const JournalEvent& event : events) {
    if (wants(event)) said += say(event.type, event.seq, event.json);
    if (options_.run && event.run == options_.run && event.type == "run.finished") {
      said += end(event.seq, outcome_of(event));
      break;
    }
  }
  return said;
}

bool EventStream::wants(const JournalEvent& event) const {
  if (options_.run && event.run != options_.run) return false;
  return options_.types.empty() || std::ranges::any_of(options_.types, [&](const std::string& type) {
           return event.type == type || (event.type.starts_with(type) && event.type[type.size()] == '.');
         });
}

std::string EventStream::say(std::string_view type, std::optional<Seq> id, std::string_view json) const {
  if (!options_.as_sse) return fmt::format("{}\n", json);
  return fmt::format("{}event: {}\ndata: {}\n\n", id ? fmt::format("id: {}\n", *id) : "", type, json);
}

std::string EventStream::end(Seq at, std::string_view outcome) {
  ended_ = true;
  const std::string status = outcome.empty() ? "null" : fmt::format("\"{}\"", outcome);
  return say("stream.end", at,
             fmt::format(R"({{"type":"stream.end","seq":{},"run_id":{},"outcome":{}}})", at, *options_.run, status));
}

std::string EventStream::reset(std::string_view reason, Seq at) {
  return say("stream.reset", at, fmt::format(R"({{"type":"stream.reset","reason":"{}","seq":{}}})", reason, at));
}

}  // namespace trawl::httpd
