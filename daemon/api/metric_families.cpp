#include "api/metric_families.hpp"

#include <fmt/format.h>

#include <array>

#include "base/log.hpp"
#include "base/process_usage.hpp"

namespace trawl::api {
namespace {

using Sources = const MetricSources&;

template <class Value>
json::object sample(json::object labels, Value value, std::string_view suffix = "") {
  json::object object{{"labels", std::move(labels)}, {"value", value}};
  if (!suffix.empty()) object["suffix"] = suffix;
  return object;
}

template <class Value>
json::array single(Value value) {
  return {sample({}, value)};
}

double seconds(std::uint64_t ms) {
  return static_cast<double>(ms) / 1000;
}
double seconds(Time time) {
  return static_cast<double>(time.time_since_epoch().count()) / 1000;
}

json::array by(std::string_view label, const Tally::Counts& counts) {
  json::array samples;
  for (const auto& [word, count] : counts) samples.push_back(sample({{label, word}}, count));
  return samples;
}

json::array run_durations(Sources from) {
  json::array samples;
  for (std::size_t i = 0; i < run_duration_bounds.size(); ++i)
    samples.push_back(
        sample({{"le", fmt::format("{}.0", run_duration_bounds[i])}}, from.tally.within[i], "_bucket"));
  samples.push_back(sample({{"le", "+Inf"}}, from.tally.duration_count, "_bucket"));
  samples.push_back(sample({}, seconds(from.tally.duration_ms), "_sum"));
  samples.push_back(sample({}, from.tally.duration_count, "_count"));
  return samples;
}

// One sample per platform, of a figure that may be absent.
template <class Figure>
json::array per_platform(Sources from, Figure figure) {
  json::array samples;
  for (const auto& [name, platform] : from.tally.platforms)
    if (const auto value = figure(platform)) samples.push_back(sample({{"platform", name}}, *value));
  return samples;
}

template <auto Member>
json::array platform_count(Sources from) {
  return per_platform(from, [](const PlatformTally& platform) { return std::optional(platform.*Member); });
}

json::array platform_outcomes(Sources from) {
  json::array samples;
  for (const auto& [name, platform] : from.tally.platforms)
    for (const auto& [outcome, count] : platform.outcomes)
      samples.push_back(sample({{"platform", name}, {"outcome", outcome}}, count));
  return samples;
}

json::array platform_durations(Sources from) {
  json::array samples;
  for (const auto& [name, platform] : from.tally.platforms) {
    samples.push_back(sample({{"platform", name}}, seconds(platform.duration_ms), "_sum"));
    samples.push_back(sample({{"platform", name}}, platform.duration_count, "_count"));
  }
  return samples;
}

json::array last_successes(Sources from) {
  return per_platform(from, [](const PlatformTally& platform) {
    return platform.last_success ? std::optional(seconds(*platform.last_success)) : std::nullopt;
  });
}

json::array errors(Sources from) {
  json::array samples;
  for (const auto& [labels, count] : from.tally.errors)
    samples.push_back(sample({{"platform", labels.first}, {"kind", labels.second}}, count));
  return samples;
}

json::array schedule_events(Sources from) {
  json::array samples;
  for (const auto& [labels, count] : from.tally.schedules)
    samples.push_back(sample({{"schedule", labels.first}, {"event", labels.second}}, count));
  return samples;
}

json::array next_firings(Sources from) {
  json::array samples;
  for (const ScheduleView& schedule : from.schedules)
    if (schedule.next) samples.push_back(sample({{"schedule", schedule.name}}, seconds(*schedule.next)));
  return samples;
}

json::array paused_schedules(Sources from) {
  json::array samples;
  for (const ScheduleView& schedule : from.schedules)
    samples.push_back(sample({{"schedule", schedule.name}}, schedule.paused ? 1 : 0));
  return samples;
}

template <std::size_t Size>
json::array fetch_counts(Sources from, const std::array<std::string_view, Size>& wanted,
                         std::string_view label) {
  json::array samples;
  for (const auto& [name, count] : from.daemon.fetch_counts)
    for (const std::string_view word : wanted)
      if (name == word)
        samples.push_back(sample(label.empty() ? json::object{} : json::object{{label, word}}, count));
  return samples;
}
template <std::size_t Size>
json::array fetch_count(Sources from, const char (&name)[Size]) {
  return fetch_counts(from, std::array{std::string_view(name)}, "");
}

json::array rpc_count(Sources from, std::string_view name) {
  const json::value* count = from.rpc.if_contains(name);
  return count ? json::array{json::object{{"labels", json::object{}}, {"value", *count}}} : json::array{};
}

json::array rpc_refusals(Sources from) {
  json::array samples;
  for (const std::string_view reason :
       {"refused_total", "refused_per_uid", "refused_no_credentials", "streams_refused", "lines_too_large",
        "lines_not_json", "batches_too_large", "closed_line_timeout", "closed_stalled"})
    if (const json::value* count = from.rpc.if_contains(reason))
      samples.push_back(json::object{{"labels", json::object{{"reason", reason}}}, {"value", *count}});
  return samples;
}

using Family = MetricFamily<MetricSources>;

constexpr std::array table{
    Family{"trawl_build_info", "gauge", "The running daemon's version; always 1", "",
           [](Sources from) -> json::array {
             return {sample({{"version", from.daemon.version}, {"commit", from.daemon.commit}}, 1)};
           }},
    Family{"trawl_start_time_seconds", "gauge", "When the daemon started", "changes often: it restarts",
           [](Sources from) { return single(seconds(from.daemon.started_at)); }},
    Family{"trawl_degraded", "gauge", "1 while the disk takes no results", "is 1: make room in state_dir",
           [](Sources from) { return single(from.daemon.state == "degraded" ? 1 : 0); }},
    Family{"trawl_runs_started", "counter", "Runs made since the start, by what made them", "",
           [](Sources from) { return by("trigger_kind", from.tally.started); }},
    Family{"trawl_runs_finished", "counter", "Runs ended since the start, by outcome",
           "rises for partial or failed", [](Sources from) { return by("outcome", from.tally.finished); }},
    Family{"trawl_runs_active", "gauge", "Runs that have not ended", "stays up for longer than a run takes",
           [](Sources from) { return single(from.counts.active_runs); }},
    Family{"trawl_run_duration_seconds", "histogram", "From a run's start to its end", "", run_durations},
    Family{"trawl_platform_runs", "counter", "Platforms that ended in a run, by outcome", "",
           platform_outcomes},
    Family{"trawl_platform_duration_seconds", "summary", "How long platforms took", "", platform_durations},
    Family{"trawl_platform_last_success_timestamp_seconds", "gauge",
           "When the platform last succeeded; absent when it never did",
           "is older than twice the schedule's interval", last_successes},
    Family{"trawl_platform_consecutive_failures", "gauge", "How often it failed since its last success",
           "reaches 3", platform_count<&PlatformTally::consecutive_failures>},
    Family{"trawl_items", "counter", "Items that platforms gave", "stays still while runs complete",
           platform_count<&PlatformTally::items>},
    Family{"trawl_platform_fetches", "counter", "Responses and failures that platforms saw", "",
           platform_count<&PlatformTally::fetches>},
    Family{"trawl_platform_received_bytes", "counter", "Decoded body bytes that platforms got", "",
           platform_count<&PlatformTally::bytes>},
    Family{"trawl_platform_tries", "counter",
           "Worker processes that platforms took: one, or more after failures", "",
           platform_count<&PlatformTally::tries>},
    Family{"trawl_errors", "counter", "Errors recorded, by platform and kind",
           "rises for worker_crashed, memory or config", errors},
    Family{"trawl_fetch_requests", "counter", "Pages that plugins asked for", "",
           [](Sources from) { return fetch_count(from, "requests"); }},
    Family{"trawl_fetch_tries", "counter", "Exchanges with servers, redirects and further tries included", "",
           [](Sources from) { return fetch_count(from, "tries"); }},
    Family{"trawl_fetch_retries", "counter", "Tries after the first of a page",
           "is more than a fifth of trawl_fetch_tries",
           [](Sources from) { return fetch_count(from, "retries"); }},
    Family{"trawl_fetch_received_bytes", "counter", "Decoded bytes of bodies", "",
           [](Sources from) { return fetch_count(from, "bytes"); }},
    Family{"trawl_fetch_in_flight", "gauge", "Exchanges under way", "",
           [](Sources from) { return fetch_count(from, "in_flight"); }},
    Family{"trawl_fetch_queued", "gauge", "Pages that wait for their host's turn", "",
           [](Sources from) { return fetch_count(from, "queued"); }},
    Family{
        "trawl_fetch_events", "counter",
        "Answers with a Retry-After that was honoured (holds), tries refused by a host's retry budget, and "
        "what the cache did",
        "rises for cache_write_failures",
        [](Sources from) {
          static constexpr std::array<std::string_view, 5> words{"holds", "budget_refusals", "cache_served",
                                                                 "cache_confirmed", "cache_write_failures"};
          return fetch_counts(from, words, "event");
        }},
    Family{"trawl_schedule_events", "counter", "What schedules did: fired, missed, overlap_skipped, ...",
           "rises for missed or overlap_skipped", schedule_events},
    Family{"trawl_schedule_next_run_timestamp_seconds", "gauge", "When the schedule fires next",
           "lies in the past", next_firings},
    Family{"trawl_schedule_paused", "gauge", "1 while the schedule is paused", "is 1 for longer than a day",
           paused_schedules},
    Family{"trawl_config_reloads", "counter", "Reloads, by outcome", "",
           [](Sources from) { return by("outcome", from.tally.reloads); }},
    Family{"trawl_config_last_reload_success", "gauge", "0 when the file on disk was refused", "is 0",
           [](Sources from) { return single(from.daemon.config_error.empty() ? 1 : 0); }},
    Family{"trawl_config_last_reload_timestamp_seconds", "gauge", "When the configuration in use was read",
           "",
           [](Sources from) {
             return from.daemon.config_loaded_at ? single(seconds(*from.daemon.config_loaded_at))
                                                 : json::array{};
           }},
    Family{"trawl_db_size_bytes", "gauge", "The database on disk", "nears the disk's size",
           [](Sources from) { return single(from.counts.database_bytes); }},
    Family{"trawl_db_commits", "counter", "Transactions since the start", "",
           [](Sources from) { return single(from.counts.commits); }},
    Family{"trawl_db_writes_queued", "gauge", "Writes that wait now", "stays above 1000",
           [](Sources from) { return single(from.counts.queued); }},
    Family{"trawl_db_writes_refused", "counter", "Writes refused as overloaded", "rises",
           [](Sources from) { return single(from.counts.refused); }},
    Family{"trawl_event_seq", "gauge", "The journal's newest position", "",
           [](Sources from) { return single(from.counts.last_seq); }},
    Family{"trawl_events_uncounted", "counter",
           "Journal rows that retention removed before they were counted", "rises",
           [](Sources from) { return single(from.tally.events_missed); }},
    Family{"trawl_rpc_connections", "gauge", "Connections to the admin socket", "",
           [](Sources from) { return rpc_count(from, "connections_open"); }},
    Family{"trawl_rpc_requests", "counter", "Calls on the admin socket", "",
           [](Sources from) { return rpc_count(from, "requests"); }},
    Family{"trawl_rpc_errors", "counter", "Calls that were refused or failed", "",
           [](Sources from) { return rpc_count(from, "errors"); }},
    Family{"trawl_rpc_streams", "gauge", "Streams of events on the admin socket", "",
           [](Sources from) { return rpc_count(from, "streams_open"); }},
    Family{"trawl_rpc_refusals", "counter", "Limits of the admin socket that were hit, by reason", "rises",
           rpc_refusals},
    Family{"trawl_log_dropped", "counter", "Log lines dropped because the log took no more", "rises",
           [](Sources) { return single(log::dropped()); }},
    Family{"process_cpu_seconds", "counter", "CPU time of the daemon, without its workers", "",
           [](Sources) { return single(process_usage().cpu_seconds); }},
    Family{"process_resident_memory_bytes", "gauge", "Memory of the daemon, without its workers",
           "grows without end", [](Sources) { return single(process_usage().resident_bytes); }},
    Family{"process_open_fds", "gauge", "Open file descriptors of the daemon", "nears process_max_fds",
           [](Sources) { return single(process_usage().open_fds); }},
    Family{"process_max_fds", "gauge", "How many it may open", "",
           [](Sources) { return single(process_usage().max_fds); }},
};

}  // namespace

std::span<const Family> metric_families() {
  return table;
}

}  // namespace trawl::api
