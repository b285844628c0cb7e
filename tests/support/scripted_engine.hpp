// An Engine that answers from its members and writes down what it was asked to change. One thread.
#pragma once

#include <string>
#include <vector>

#include "api/engine_port.hpp"
#include "tests/support/scripted_store.hpp"

namespace trawl::tests {

namespace json = boost::json;

class ScriptedEngine final : public api::Engine {
 public:
  explicit ScriptedEngine(ScriptedStore& store) : store_(store) {}

  std::vector<std::string> done;  // "start a,b", "retry 42", "pause hourly"
  std::vector<api::Mandate> mandates;
  std::optional<Error> refusal;  // every change is refused with it
  std::vector<api::PlatformProgress> running;
  std::vector<api::ScheduleView> schedule_views;
  std::vector<api::PlatformView> platform_views;
  std::vector<api::PluginView> plugin_views;
  std::vector<api::ConfigFault> faults;
  std::string http_listen;

  Result<api::StartPlan> plan_start(const api::StartRequest& request) const override {
    return api::StartPlan{request.platforms, {}};
  }
  Task<Result<store::Created>> start(api::StartRequest request, api::Mandate mandate) override {
    if (auto noted = note("start " + join(request.platforms), std::move(mandate)); !noted)
      co_return std::unexpected(noted.error());
    co_return create(request.platforms, {});
  }
  Task<Result<store::Created>> retry(model::RetryRequest request, api::Mandate mandate) override {
    if (auto noted = note("retry " + std::to_string(request.run), std::move(mandate)); !noted)
      co_return std::unexpected(noted.error());
    co_return create(request.platforms, request.run);
  }
  Task<Result<model::Run>> cancel(model::RunId id, api::Mandate mandate) override {
    if (auto noted = note("cancel " + std::to_string(id), std::move(mandate)); !noted)
      co_return std::unexpected(noted.error());
    co_return co_await store_.load_run(id);
  }
  model::PlatformState platform_state(const std::string&) const override {
    return {.availability = model::Availability::available};
  }
  std::vector<api::PlatformProgress> progress(std::optional<model::RunId> run) const override {
    std::vector<api::PlatformProgress> rows;
    for (const auto& row : running)
      if (!run || row.run == *run) rows.push_back(row);
    return rows;
  }
  std::vector<api::ScheduleView> schedules() const override { return schedule_views; }
  Result<std::vector<Time>> next_firings(const std::string&, Time from, int count) const override {
    std::vector<Time> times;
    for (int i = 1; i <= count; ++i) times.push_back(from + std::chrono::minutes(i));
    return times;
  }
  Task<Result<>> pause(std::string schedule, std::string, api::Mandate mandate) override {
    co_return note("pause " + schedule, std::move(mandate));
  }
  Task<Result<>> resume(std::string schedule, api::Mandate mandate) override {
    co_return note("resume " + schedule, std::move(mandate));
  }
  std::vector<api::PlatformView> platforms() const override { return platform_views; }
  Task<Result<>> set_enabled(std::string platform, bool enabled, api::Mandate mandate) override {
    co_return note((enabled ? "enable " : "disable ") + platform, std::move(mandate));
  }
  std::vector<api::PluginView> plugins() const override { return plugin_views; }
  Task<Result<std::vector<api::ConfigFault>>> check_config(api::ConfigSource) override { co_return faults; }
  Task<Result<api::ConfigChange>> reload_config(bool, api::Mandate mandate) override {
    if (auto noted = note("reload", std::move(mandate)); !noted) co_return std::unexpected(noted.error());
    co_return api::ConfigChange{.digest = "d"};
  }
  json::object config() const override { return {{"platforms", json::object()}}; }
  api::DaemonView daemon() const override {
    return {.version = "0.1.0", .state = "ready", .boot_id = "b", .http_listen = http_listen, .fetch_counts = {{"requests", 7}}};
  }
  std::vector<api::HealthCheck> health() const override { return {}; }
  Task<Result<>> shutdown(api::Shutdown how, api::Mandate mandate) override {
    co_return note(how == api::Shutdown::now ? "stop now" : "drain", std::move(mandate));
  }

 private:
  static std::string join(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ",") + name;
    return text;
  }
  Result<> note(std::string what, api::Mandate mandate) {
    if (refusal) return std::unexpected(*refusal);
    done.push_back(std::move(what));
    mandates.push_back(std::move(mandate));
    return {};
  }
  store::Created create(const std::vector<std::string>& platforms, std::optional<model::RunId> parent) {
    model::Run run{
        .id = static_cast<model::RunId>(store_.runs.size()) + 1, .trigger = "manual", .parent = parent};
    run.root = run.id;
    if (const model::Run* retried = parent ? store_.find(*parent) : nullptr) {
      run.root = retried->root;
      run.attempt = retried->attempt + 1;
      run.trigger_kind = model::TriggerKind::retry;
      run.trigger = "retry:" + std::to_string(*parent);
    }
    for (const std::string& name : platforms) run.platforms.push_back({.name = name});
    store_.runs.push_back(run);
    store_.commit({.type = "run.created", .run = run.id});
    return {.run = run};
  }

  ScriptedStore& store_;
};

}  // namespace trawl::tests
