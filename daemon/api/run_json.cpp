#include "api/run_json.hpp"
#include "model/trigger_kind.hpp"

#include <algorithm>
#include <array>

namespace trawl::api {
namespace {

using model::PlatformOutcome;
using model::PlatformStatus;
using model::Run;

json::value duration_ms(std::optional<Time> from, std::optional<Time> to) {
  if (!from || !to) return nullptr;
  return (*to - *from).count();
}

template <class T>
json::value or_null(const std::optional<T>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

json::object actor_json(const model::Actor& actor) {
  return {{"uid", or_null(actor.uid)}, {"name", text_or_null(actor.name)}};
}

model::ItemCounts total_items(const Run& run) {
  model::ItemCounts sum;
  for (const PlatformOutcome& platform : run.platforms) {
    sum.total += platform.items.total;
    sum.added += platform.items.added;
    sum.changed += platform.items.changed;
    sum.removed += platform.items.removed;
    sum.unchanged += platform.items.unchanged;
  }
  return sum;
}

json::array platforms(const Run& run) {
  json::array rows;
  for (const PlatformOutcome& platform : run.platforms) rows.push_back(to_json(platform));
  return rows;
}

// The platforms that succeeded, as clients of other scrapers know them.
json::object platform_timings(const Run& run) {
  json::object timings;
  for (const PlatformOutcome& platform : run.platforms)
    if (platform.status == PlatformStatus::succeeded)
      timings[platform.name] = {{"duration_ms", duration_ms(platform.started_at, platform.finished_at)},
                                {"items_count", platform.items.total}};
  return timings;
}

json::array lineage(const std::vector<Run>& attempts) {
  json::array rows;
  for (const Run& run : attempts) {
    json::array names;
    for (const PlatformOutcome& platform : run.platforms) names.emplace_back(platform.name);
    rows.push_back({{"id", run.id},
                    {"attempt", run.attempt},
                    {"status", name(run.status)},
                    {"trigger", run.trigger},
                    {"platforms", std::move(names)}});
  }
  return rows;
}

}  // namespace

Include Include::from(const std::vector<std::string>& words) {
  const auto has = [&](std::string_view word) { return std::ranges::find(words, word) != words.end(); };
  return {has("platforms"), has("platform_timings"), has("errors"), has("lineage")};
}

json::object to_json(const RunView& view, Include include) {
  const Run& run = view.run;
  std::int64_t errors = 0;
  for (const PlatformOutcome& platform : run.platforms) errors += platform.errors;
  json::object object{
      {"id", run.id},
      {"status", name(run.status)},
      {"effective_status", name(view.effective_status)},
      {"trigger", run.trigger},
      {"trigger_kind", model::name(run.trigger_kind)},
      {"parent_run_id", or_null(run.parent)},
      {"root_run_id", run.root},
      {"attempt", run.attempt},
      {"schedule", text_or_null(run.schedule)},
      {"requested_by", actor_json(run.requested_by)},
      {"created_at", rfc3339(run.created_at)},
      {"started_at", to_json(run.started_at)},
      {"finished_at", to_json(run.finished_at)},
      {"duration_ms", duration_ms(run.started_at, run.finished_at)},
      {"items", to_json(total_items(run))},
      {"error_count", errors},
  };
  if (!run.note.empty()) object["note"] = run.note;
  if (run.cancel_requested) object["cancel_requested"] = true;
  if (include.platforms) object["platforms"] = platforms(run);
  if (include.platform_timings) object["platform_timings"] = platform_timings(run);
  if (include.errors) {
    json::array records;
    for (const model::ErrorRecord& record : view.errors) records.push_back(to_json(record));
    object["errors"] = std::move(records);
  }
  if (include.lineage) object["lineage"] = lineage(view.attempts);
  return object;
}

json::object to_json(const PlatformOutcome& platform) {
  json::object plugin{{"id", platform.plugin.id}, {"version", platform.plugin.version}};
  return {{"name", platform.name},
          {"status", name(platform.status)},
          {"started_at", to_json(platform.started_at)},
          {"finished_at", to_json(platform.finished_at)},
          {"duration_ms", duration_ms(platform.started_at, platform.finished_at)},
          {"items", platform.items.total},
          {"errors", platform.errors},
          {"fetches", platform.fetches},
          {"bytes", platform.bytes},
          {"tries", platform.tries},
          {"plugin", platform.plugin.id.empty() ? json::value(nullptr) : json::value(std::move(plugin))}};
}

json::object to_json(const model::ErrorRecord& error) {
  return {{"platform", error.platform},       {"kind", info(error.kind).name},
          {"severity", name(error.severity)}, {"message", error.message},
          {"url", text_or_null(error.url)},   {"http_status", or_null(error.http_status)},
          {"time", rfc3339(error.time)}};
}

json::object to_json(const model::ItemCounts& items) {
  return {{"total", items.total},
          {"added", items.added},
          {"changed", items.changed},
          {"removed", items.removed},
          {"unchanged", items.unchanged}};
}

json::value to_json(std::optional<Time> time) {
  return time ? json::value(rfc3339(*time)) : json::value(nullptr);
}

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::array to_array(const std::vector<std::string>& words) {
  return json::array(words.begin(), words.end());
}

}  // namespace trawl::api
