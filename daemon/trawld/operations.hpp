// The operations of the method table over the running daemon: a thin translation, no rule lives here.
// Main thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "api/engine_port.hpp"
#include "engine/runs.hpp"
#include "engine/scheduler.hpp"
#include "fetch/metrics.hpp"
#include "trawld/reload.hpp"
#include "trawld/state.hpp"

namespace trawl::trawld {

class Operations final : public api::Engine {
 public:
  // All outlive this object. `stop` asks the daemon to end.
  Operations(DaemonState& state, Reloader& reloader, engine::Runs& runs, engine::Scheduler& scheduler,
             store::Store& store, const fetch::Metrics& fetch_metrics, Clock& clock,
             std::function<void(api::Shutdown)> stop)
      : state_(state),
        reloader_(reloader),
        runs_(runs),
        scheduler_(scheduler),
        store_(store),
        fetch_metrics_(fetch_metrics),
        clock_(clock),
        stop_(std::move(stop)) {}

  Result<api::StartPlan> plan_start(const api::StartRequest&) const override;
  Task<Result<store::Created>> start(api::StartRequest, api::Mandate) override;
  Task<Result<store::Created>> retry(model::RetryRequest, api::Mandate) override;
  Task<Result<model::Run>> cancel(api::RunId, api::Mandate) override;
  model::PlatformState platform_state(const std::string& platform) const override;
  std::vector<api::PlatformProgress> progress(std::optional<api::RunId>) const override;

  std::vector<api::ScheduleView> schedules() const override;
  Result<std::vector<Time>> next_firings(const std::string& schedule, Time from, int count) const override;
  Task<Result<>> pause(std::string schedule, std::string reason, api::Mandate) override;
  Task<Result<>> resume(std::string schedule, api::Mandate) override;

  std::vector<api::PlatformView> platforms() const override;
  Task<Result<>> set_enabled(std::string platform, bool enabled, api::Mandate) override;
  std::vector<api::PluginView> plugins() const override;

  Task<Result<std::vector<api::ConfigFault>>> check_config(api::ConfigSource) override;
  Task<Result<api::ConfigChange>> reload_config(bool dry_run, api::Mandate) override;
  api::json::object config() const override;

  api::DaemonView daemon() const override;
  std::vector<api::HealthCheck> health() const override;
  Task<Result<>> shutdown(api::Shutdown, api::Mandate) override;

 private:
  DaemonState& state_;
  Reloader& reloader_;
  engine::Runs& runs_;
  engine::Scheduler& scheduler_;
  store::Store& store_;
  const fetch::Metrics& fetch_metrics_;
  Clock& clock_;
  std::function<void(api::Shutdown)> stop_;
};

}  // namespace trawl::trawld
