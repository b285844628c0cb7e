// One run of one plugin outside the daemon: the engine's own driver and worker process, with whatever
// fetcher the caller brings, and with the items kept in memory. Nothing is stored. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "engine/drive_platform.hpp"
#include "fetch/fetcher.hpp"
#include "model/fetch_policy.hpp"
#include "model/item.hpp"
#include "worker/launcher.hpp"

namespace trawl::author {

struct Trial {
  std::filesystem::path plugin;  // the library
  std::string plugin_id;         // one of its plugins
  std::string platform = "trial";
  std::string config = "{}";  // JSON
  std::vector<std::pair<std::string, std::string>> state;
  std::int64_t now_us = 0;  // what the plugin takes for the time; it stands still in a replay
  std::uint64_t seed = 1;
  std::uint32_t max_in_flight = 8;
  bool replay = true;
  engine::TaskLimits limits;
  Millis time_limit{60'000};
  std::shared_ptr<const model::FetchPolicy> policy = std::make_shared<model::FetchPolicy>();
  std::shared_ptr<engine::PlatformControl> control;  // to stop it from outside; may be null
  std::function<void()> on_waiting;                  // see engine::PlatformJob
  std::function<void(const model::Item&)> on_item;   // as each arrives; may be empty
};

struct TrialResult {
  engine::Finish end;              // status, errors, breaches of the contract
  std::vector<model::Item> items;  // in the order in which they were emitted
  std::vector<std::pair<std::string, std::string>>
      state;  // what a next run would find, the given one included
};

// Runs it to its end. The fetcher is called on this thread, and outlives `io`: a fetch that the end cuts off
// ends when the loop turns again.
TrialResult run_trial(worker::Launcher&, fetch::Fetcher&, asio::io_context&, Trial);

}  // namespace trawl::author
