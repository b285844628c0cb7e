// daemon.*: how the daemon is, and its end.
#include <fmt/format.h>

#include <unistd.h>
#include <algorithm>
#include <array>
#include <boost/json/array.hpp>

#include "api/mandate.hpp"
#include "api/metric_families.hpp"
#include "api/operations.hpp"
#include "api/run_json.hpp"
#include "base/log.hpp"

namespace trawl::api {
namespace {

constexpr std::size_t next_firings_shown = 5;
constexpr std::array<std::string_view, 4> levels{"debug", "info", "warning", "error"};

json::array next_firings(const std::vector<ScheduleView>& schedules) {
  std::vector<std::pair<Time, std::string>> next;
  for (const ScheduleView& schedule : schedules)
    if (schedule.next) next.emplace_back(*schedule.next, schedule.name);
  std::ranges::sort(next);
  json::array rows;
  for (const auto& [time, name] : next) {
    if (rows.size() == next_firings_shown) break;
    rows.push_back({{"schedule", name}, {"time", rfc3339(time)}});
  }
  return rows;
}

json::object config_json(const DaemonView& daemon) {
  return {{"file", daemon.config_file},
          {"digest", daemon.config_digest},
          {"loaded_at", to_json(daemon.config_loaded_at)},
          {"error", text_or_null(daemon.config_error)}};
}

json::object counts_json(const std::vector<std::pair<std::string_view, std::uint64_t>>& counts) {
  json::object object;
  for (const auto& [name, count] : counts) object[name] = count;
  return object;
}

std::string_view current_level() {
  for (std::size_t i = 0; i < levels.size(); ++i)
    if (log::enabled(static_cast<log::Level>(i))) return levels[i];
  return levels.back();
}

Task<Result<json::array>> active_run_ids(store::Store& store) {
  store::RunFilter filter{.active_only = true, .limit = 500};
  auto runs = co_await store.list_runs(std::move(filter));
  if (!runs) co_return std::unexpected(runs.error());
  json::array ids;
  for (const model::Run& run : *runs) ids.emplace_back(run.id);
  co_return ids;
}

}  // namespace

Task<Answer> daemon_status(Call& call) {
  const auto counts = co_await call.services.store.counts();
  if (!counts) co_return std::unexpected(counts.error());
  const Engine& engine = call.services.engine;
  const DaemonView daemon = engine.daemon();
  const auto schedules = engine.schedules();
  co_return json::object{
      {"version", daemon.version},
      {"commit", daemon.commit},
      {"state", daemon.state},
      {"pid", getpid()},
      {"boot_id", daemon.boot_id},
      {"instance_id", call.services.store.instance_id()},
      {"started_at", rfc3339(daemon.started_at)},
      {"uptime_ms", (call.services.clock.now() - daemon.started_at).count()},
      {"counts",
       {{"runs", counts->runs},
        {"active_runs", counts->active_runs},
        {"items", counts->items},
        {"errors", counts->errors},
        {"platforms", engine.platforms().size()},
        {"plugins", engine.plugins().size()},
        {"schedules", schedules.size()}}},
      {"database_bytes", counts->database_bytes},
      {"last_seq", counts->last_seq},
      {"next", next_firings(schedules)},
      {"config", config_json(daemon)},
  };
}

Task<Answer> daemon_health(Call& call) {
  std::vector<HealthCheck> checks = call.services.engine.health();
  const auto counts = co_await call.services.store.counts();
  checks.insert(checks.begin(),
                {"database", counts.has_value(), counts ? "answers" : counts.error().message});
  json::array rows;
  for (const HealthCheck& check : checks)
    rows.push_back({{"name", check.name}, {"ok", check.ok}, {"detail", check.detail}});
  const bool ok = std::ranges::all_of(checks, &HealthCheck::ok);
  co_return json::object{{"status", ok ? "ok" : "degraded"}, {"checks", std::move(rows)}};
}

Task<Answer> daemon_metrics(Call& call) {
  const auto counts = co_await call.services.store.counts();
  if (!counts) co_return std::unexpected(counts.error());
  const DaemonView daemon = call.services.engine.daemon();
  const json::object rpc = call.connection.metrics();
  const std::vector<ScheduleView> schedules = call.services.engine.schedules();
  const MetricSources sources{
      .tally = call.services.tally, .daemon = daemon, .counts = *counts, .rpc = rpc, .schedules = schedules};
  json::object stored{{"runs", counts->runs},         {"active_runs", counts->active_runs},
                      {"items", counts->items},       {"errors", counts->errors},
                      {"last_seq", counts->last_seq}, {"database_bytes", counts->database_bytes}};
  co_return json::object{{"rpc", rpc},
                         {"store", std::move(stored)},
                         {"fetch", counts_json(daemon.fetch_counts)},
                         {"log", {{"dropped", log::dropped()}}},
                         {"families", sample(metric_families(), sources)}};
}

Answer daemon_log_level(Call& call) {
  const std::string_view old = current_level();
  const std::string wanted = call.params.text("level");
  if (const auto level = std::ranges::find(levels, wanted); level != levels.end()) {
    log::set_level(static_cast<log::Level>(level - levels.begin()));
    log::info("log.level", "{} set the log level to {}", call.caller.actor.name, wanted);
  }
  return json::object{{"old", old}, {"new", current_level()}};
}

Task<Answer> daemon_shutdown(Call& call) {
  auto runs = co_await active_run_ids(call.services.store);
  if (!runs) co_return std::unexpected(runs.error());
  const std::string mode = call.params.text("mode");
  json::object answer{{"mode", mode}, {"active_runs", std::move(*runs)}};
  if (call.params.flag("dry_run")) {
    answer["dry_run"] = true;
    co_return answer;
  }
  auto noted =
      co_await call.services.engine.shutdown(mode == "now" ? Shutdown::now : Shutdown::drain, mandate(call));
  if (!noted) co_return std::unexpected(noted.error());
  co_return answer;
}

}  // namespace trawl::api
