// The engine with everything around it scripted, except for the store, which is the real one in a
// temporary folder: platforms named in the test, each with a plugin file of its own name.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/runs.hpp"
#include "engine/scheduler.hpp"
#include "store/sqlite/open.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/scripted_workers.hpp"
#include "tests/support/temp_dir.hpp"

namespace trawl::test {

class EngineScene : public testing::Test {
 protected:
  int tries_ = 1;  // of each platform, within a run

  void SetUp() override {
    auto opened = store::sqlite::open({.state_dir = folder_.path(), .now = [this] { return clock_.now(); }});
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = std::move(*opened);
    runs_.emplace(io_.get_executor(), io_.get_executor(), *store_,
                  engine::CrawlServices{launcher_, fetcher_, *store_, clock_}, clock_,
                  [this] { return configuration_; });
    scheduler_.emplace(io_.get_executor(), *store_, *runs_, clock_, "machine");
  }

  // A platform per name; unscripted ones succeed with one item.
  void configure(const std::vector<std::string>& platforms, std::vector<settings::Schedule> schedules = {}) {
    auto settings = std::make_shared<settings::Settings>();
    auto configuration = std::make_shared<engine::Configuration>();
    for (const std::string& name : platforms) {
      settings::Platform platform;
      platform.name = platform.plugin = name;
      platform.fetch = std::make_shared<model::FetchPolicy>();
      platform.limits.tries = tries_;
      settings->platforms.push_back(platform);
      model::PluginDescriptor plugin;
      plugin.id = name;
      plugin.version = "1.0.0";
      plugin.file = name;
      configuration->plugins[name] = plugin;
      if (launcher_.launches(name) == 0) launcher_.script(name, {succeeds()});
    }
    settings->schedules = std::move(schedules);
    configuration->settings = settings;
    configuration_ = configuration;
  }

  template <class T>
  T await(Task<T> task) {
    std::optional<T> value;
    auto keep = [](Task<T> inner, std::optional<T>& out) -> Task<> { out = co_await std::move(inner); };
    spawn(io_.get_executor(), "test", keep(std::move(task), value));
    until([&] { return value.has_value(); });
    return std::move(*value);
  }

  // Lets the engine and the store's threads work until the condition holds; virtual time stands still.
  template <class Condition>
  void until(Condition condition) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!condition()) {
      if (std::chrono::steady_clock::now() > give_up) throw std::logic_error("it does not happen");
      if (io_.stopped()) io_.restart();
      io_.run_one_for(std::chrono::milliseconds(10));
    }
  }

  model::Run start(std::vector<std::string> platforms = {}) {
    engine::StartRequest request;
    request.platforms = std::move(platforms);
    return await(runs_->start(std::move(request), {})).value().run;
  }
  model::Run finished(model::RunId id) {
    until([&] { return !runs_->is_active(id); });
    return await(store_->load_run(id)).value();
  }
  model::Run run_to_end(std::vector<std::string> platforms = {}) {
    return finished(start(std::move(platforms)).id);
  }

  static model::PlatformStatus status(const model::Run& run, const std::string& platform) {
    for (const auto& outcome : run.platforms)
      if (outcome.name == platform) return outcome.status;
    throw std::logic_error("the run has no platform " + platform);
  }

  TempDir folder_;
  asio::io_context io_;
  FakeClock clock_{io_};
  ScriptedLauncher launcher_{io_.get_executor()};
  ScriptedFetcher fetcher_;
  engine::ConfigurationPtr configuration_;
  std::unique_ptr<store::Store> store_;
  std::optional<engine::Runs> runs_;
  std::optional<engine::Scheduler> scheduler_;
};

}  // namespace trawl::test
