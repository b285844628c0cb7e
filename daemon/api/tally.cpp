#include "api/tally.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>

#include "base/log.hpp"

namespace trawl::api {
namespace {

namespace json = boost::json;

constexpr int page_of_events = 1000;
constexpr int failures_looked_at = 100;  // a longer series of them counts as this many
constexpr Millis after_a_refusal{5'000};

std::string word(const json::object& data, std::string_view member) {
  const json::value* found = data.if_contains(member);
  return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::uint64_t number(const json::object& data, std::string_view member) {
  const json::value* found = data.if_contains(member);
  return found && found->is_int64() && found->get_int64() > 0 ? static_cast<std::uint64_t>(found->get_int64())
                                                              : 0;
}

std::uint64_t total_items(const json::object& data) {
  const json::value* items = data.if_contains("items");
  return items && items->is_object() ? number(items->get_object(), "total") : 0;
}

}  // namespace

Task<> Tally::follow(store::Store& store, Signal& news, std::vector<std::string> names) {
  const auto counts = co_await store.counts();
  if (counts) seq_ = counts->last_seq;
  for (const std::string& platform : names)
    if (auto recalled = co_await recall(store, platform); !recalled)
      log::warning("metrics.recall", "the past of {} is not counted: {}", platform, recalled.error().message);
  for (;;) {
    const bool more = co_await catch_up(store);
    if (!more) co_await news.wait(after_a_refusal);
  }
}

// True while there may be more rows at once.
Task<bool> Tally::catch_up(store::Store& store) {
  const auto events = co_await store.events_after(seq_, page_of_events);
  if (!events) {
    if (events.error().code != Code::gone) co_return false;
    const json::value* first = events.error().data.if_contains("seq");
    if (!first || !first->is_int64()) co_return false;
    events_missed += static_cast<std::uint64_t>(std::max<std::int64_t>(0, first->get_int64() - 1 - seq_));
    seq_ = std::max(seq_, first->get_int64() - 1);
    co_return true;
  }
  for (const store::Event& event : *events) {
    take(event);
    seq_ = event.seq;
  }
  co_return events->size() >= page_of_events;
}

Task<Result<>> Tally::recall(store::Store& store, const std::string& name) {
  PlatformTally& platform = platforms[name];
  store::HistoryFilter successes{.platform = name, .status = model::PlatformStatus::succeeded, .limit = 1};
  const auto success = co_await store.history(std::move(successes));
  if (!success) co_return std::unexpected(success.error());
  if (!success->empty()) platform.last_success = success->front().outcome.finished_at;
  store::HistoryFilter latest{.platform = name, .limit = failures_looked_at};
  const auto entries = co_await store.history(std::move(latest));
  if (!entries) co_return std::unexpected(entries.error());
  for (const store::HistoryEntry& entry : *entries) {
    if (entry.outcome.status == model::PlatformStatus::succeeded) break;
    if (entry.outcome.status == model::PlatformStatus::failed) ++platform.consecutive_failures;
  }
  co_return Result<>();
}

void Tally::take(const store::Event& event) {
  json::error_code fault;
  const json::value parsed = json::parse(event.data, fault);
  const json::object empty;
  const json::object& data = !fault && parsed.is_object() ? parsed.get_object() : empty;
  if (event.type == "run.created")
    ++started[word(data, "trigger_kind")];
  else if (event.type == "run.finished")
    finish_run(data);
  else if (event.type == "platform.finished")
    finish_platform(event, data);
  else if (event.type == "error.recorded") {
    if (word(data, "severity") == "error") ++errors[{event.platform, word(data, "kind")}];
  } else if (event.type.starts_with("schedule."))
    ++schedules[{event.schedule, event.type.substr(9)}];
  else if (event.type == "config.reloaded" || event.type == "config.rejected")
    ++reloads[event.type.substr(7)];
}

void Tally::finish_run(const json::object& data) {
  ++finished[word(data, "status")];
  const std::uint64_t took = number(data, "duration_ms");
  ++duration_count;
  duration_ms += took;
  for (std::size_t i = 0; i < within.size(); ++i)
    within[i] += took <= static_cast<std::uint64_t>(run_duration_bounds[i]) * 1000;
}

void Tally::finish_platform(const store::Event& event, const json::object& data) {
  PlatformTally& platform = platforms[event.platform];
  const std::string status = word(data, "status");
  ++platform.outcomes[status];
  platform.items += total_items(data);
  platform.fetches += number(data, "fetches");
  platform.bytes += number(data, "bytes");
  platform.tries += number(data, "tries");
  ++platform.duration_count;
  platform.duration_ms += number(data, "duration_ms");
  if (status == "succeeded") {
    platform.last_success = event.time;
    platform.consecutive_failures = 0;
  } else if (status == "failed") {
    ++platform.consecutive_failures;
  }
}

}  // namespace trawl::api
