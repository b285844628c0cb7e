#include "trawld/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "settings/effective.hpp"

namespace trawl::trawld {
namespace {

engine::Origin to_origin(api::Mandate mandate) {
  return {.actor = std::move(mandate.caller.actor),
          .key = std::move(mandate.key),
          .audit = std::move(mandate.audit)};
}

api::PlatformProgress to_api(api::RunId run, const engine::PlatformProgress& from) {
  api::PlatformProgress row{.run = run, .platform = from.platform};
  row.items = from.progress.items;
  row.fetches = from.progress.fetches;
  row.bytes = from.progress.bytes;
  row.errors = from.progress.errors;
  if (from.progress.total > 0) {
    row.done = static_cast<std::int64_t>(from.progress.done);
    row.total = static_cast<std::int64_t>(from.progress.total);
  }
  return row;
}

std::string timezone(const model::Cadence& cadence) {
  const auto* cron = std::get_if<model::Cron>(&cadence);
  return cron ? std::string(cron->zone.name()) : "UTC";
}

}  // namespace

// --- runs ---

Result<api::StartPlan> Operations::plan_start(const api::StartRequest& request) const {
  const auto& configuration = *state_.configuration;
  const bool of_schedule = !request.schedule.empty() && request.platforms.empty();
  const settings::Schedule* schedule = configuration.settings->find_schedule(request.schedule);
  if (!request.schedule.empty() && !schedule) {
    std::vector<std::string> names;
    for (const auto& known : configuration.settings->schedules) names.push_back(known.name);
    return refuse(
        Code::schedule_not_found,
        fmt::format("there is no schedule '{}'{}", request.schedule, did_you_mean(request.schedule, names)),
        "trawlctl schedules lists them");
  }
  auto platforms = of_schedule ? engine::choose_scheduled(configuration, schedule->platforms)
                               : engine::choose_platforms(configuration, request.platforms);
  if (!platforms) return std::unexpected(platforms.error());
  return api::StartPlan{std::move(*platforms), {}};
}

Task<Result<store::Created>> Operations::start(api::StartRequest request, api::Mandate mandate) {
  auto plan = plan_start(request);
  if (!plan) co_return std::unexpected(plan.error());
  engine::StartRequest start;
  start.platforms = std::move(plan->platforms);
  start.kind = request.kind;
  start.schedule = std::move(request.schedule);
  start.note = std::move(request.note);
  co_return co_await runs_.start(std::move(start), to_origin(std::move(mandate)));
}

Task<Result<store::Created>> Operations::retry(model::RetryRequest request, api::Mandate mandate) {
  co_return co_await runs_.retry(std::move(request), to_origin(std::move(mandate)));
}

Task<Result<model::Run>> Operations::cancel(api::RunId run, api::Mandate mandate) {
  co_return co_await runs_.cancel(run, to_origin(std::move(mandate)));
}

model::PlatformState Operations::platform_state(const std::string& platform) const {
  return state_.configuration->state(platform);
}

std::vector<api::PlatformProgress> Operations::progress(std::optional<api::RunId> run) const {
  std::vector<api::PlatformProgress> rows;
  for (const api::RunId id : run ? std::vector{*run} : runs_.active_ids())
    for (const auto& figures : runs_.progress(id)) rows.push_back(to_api(id, figures));
  return rows;
}

// --- schedules and platforms ---

std::vector<api::ScheduleView> Operations::schedules() const {
  std::vector<api::ScheduleView> views;
  for (auto& from : scheduler_.views()) {
    api::ScheduleView view;
    if (const auto* schedule = state_.configuration->settings->find_schedule(from.name))
      view.timezone = timezone(schedule->cadence);
    view.name = std::move(from.name);
    view.cadence = std::move(from.cadence);
    view.overlap = std::move(from.overlap);
    view.misfire = std::move(from.misfire);
    view.platforms = std::move(from.platforms);
    view.next = from.next;
    view.last_nominal = from.last_nominal;
    view.paused = from.paused;
    view.paused_at = from.paused_at;
    view.pause_reason = std::move(from.pause_reason);
    views.push_back(std::move(view));
  }
  return views;
}

Result<std::vector<Time>> Operations::next_firings(const std::string& schedule, Time from, int count) const {
  return scheduler_.upcoming(schedule, from, static_cast<std::size_t>(std::max(count, 0)));
}

Task<Result<>> Operations::pause(std::string schedule, std::string reason, api::Mandate mandate) {
  co_return co_await scheduler_.pause(std::move(schedule), std::move(reason), to_origin(std::move(mandate)));
}

Task<Result<>> Operations::resume(std::string schedule, api::Mandate mandate) {
  co_return co_await scheduler_.resume(std::move(schedule), to_origin(std::move(mandate)));
}

std::vector<api::PlatformView> Operations::platforms() const {
  const auto& configuration = *state_.configuration;
  std::vector<api::PlatformView> views;
  for (const auto& platform : configuration.settings->platforms) {
    const auto state = configuration.state(platform.name);
    api::PlatformView view{.name = platform.name, .plugin = platform.plugin};
    view.enabled = configuration.enabled(platform);
    view.available = configuration.find_plugin(platform.plugin) != nullptr;
    if (!view.available)
      view.reason = fmt::format("plugin '{}' is not installed or does not load", platform.plugin);
    for (const auto& schedule : configuration.settings->schedules)
      if (std::ranges::find(schedule.platforms, platform.name) != schedule.platforms.end())
        view.schedules.push_back(schedule.name);
    views.push_back(std::move(view));
  }
  return views;
}

Task<Result<>> Operations::set_enabled(std::string platform, bool enabled, api::Mandate mandate) {
  const auto& settings = *state_.configuration->settings;
  if (!settings.find_platform(platform)) {
    std::vector<std::string> names;
    for (const auto& known : settings.platforms) names.push_back(known.name);
    co_return refuse(Code::platform_not_found,
                     fmt::format("there is no platform '{}'{}", platform, did_you_mean(platform, names)),
                     "trawlctl platforms lists them");
  }
  auto saved =
      co_await store_.set_platform_enabled(platform, enabled, clock_.now(), std::move(mandate.audit));
  if (saved) reloader_.override_enabled(platform, enabled);
  co_return saved;
}

std::vector<api::PluginView> Operations::plugins() const {
  const auto& configuration = *state_.configuration;
  std::vector<api::PluginView> views;
  for (const auto& [id, descriptor] : configuration.plugins) {
    api::PluginView view{.descriptor = descriptor};
    for (const auto& platform : configuration.settings->platforms)
      if (platform.plugin == id) view.platforms.push_back(platform.name);
    views.push_back(std::move(view));
  }
  for (const auto& [file, reason] : configuration.plugin_faults) {
    api::PluginView view;
    view.descriptor.file = file;
    view.error = reason;
    views.push_back(std::move(view));
  }
  return views;
}

// --- configuration ---

Task<Result<std::vector<api::ConfigFault>>> Operations::check_config(api::ConfigSource source) {
  co_return co_await reloader_.check(std::move(source));
}

Task<Result<api::ConfigChange>> Operations::reload_config(bool dry_run, api::Mandate mandate) {
  co_return co_await reloader_.reload(dry_run, std::move(mandate.audit));
}

api::json::object Operations::config() const {
  return settings::effective(*state_.configuration->settings);
}

// --- the daemon ---

api::DaemonView Operations::daemon() const {
  api::DaemonView view;
  view.version = TRAWL_VERSION;
  view.commit = TRAWL_COMMIT;
  view.state = runs_.is_storage_blocked() && state_.phase == "ready" ? "degraded" : state_.phase;
  view.boot_id = state_.boot_id;
  view.http_listen = state_.configuration->settings->http.listen;
  view.started_at = state_.started_at;
  view.config_file = state_.config_file;
  view.config_digest = state_.configuration->settings->digest;
  view.config_loaded_at = state_.config_loaded_at;
  view.config_error = state_.config_error;
  view.fetch_counts = fetch_metrics_.counts();
  return view;
}

std::vector<api::HealthCheck> Operations::health() const {
  const auto& configuration = *state_.configuration;
  std::vector<api::HealthCheck> checks;
  checks.push_back({"config", state_.config_error.empty(), state_.config_error});
  std::vector<std::string> broken;
  for (const auto& platform : configuration.settings->platforms)
    if (!configuration.find_plugin(platform.plugin)) broken.push_back(platform.name);
  checks.push_back({"plugins", broken.empty(),
                    broken.empty() ? fmt::format("{} usable", configuration.plugins.size())
                                   : fmt::format("no usable plugin for {}", join(broken, ", "))});
  checks.push_back({"disk", !runs_.is_storage_blocked(),
                    runs_.is_storage_blocked() ? "full: results wait to be written; make room in state_dir"
                                               : "takes what is written"});
  checks.push_back({"workers", true, fmt::format("{} run(s) active", runs_.active())});
  return checks;
}

Task<Result<>> Operations::shutdown(api::Shutdown mode, api::Mandate mandate) {
  store::Event event;
  event.time = clock_.now();
  event.type = "daemon.stopping";
  auto noted = co_await store_.append(std::move(event), std::move(mandate.audit));
  if (noted) stop_(mode);
  co_return noted;
}

}  // namespace trawl::trawld
