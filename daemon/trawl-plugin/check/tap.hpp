// Stands between the engine and a worker process: notes what is said, and says some things differently. So a
// test meets the plugin in situations that no site can be recorded in. One executor.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/launcher.hpp"

namespace trawl::author::check {

// What the worker is told differently. The default changes nothing.
struct Interference {
  std::optional<unsigned> cancel_at;           // instead of the answer of this number, from 1, comes Cancel
  std::optional<unsigned> kill_at_checkpoint;  // the process dies after the checkpoint of this number, from 1
  std::optional<std::int32_t> net;             // what every answer's `net` is
  bool later_minor = false;                    // see wire::Start::later
  std::optional<unsigned> most_fetches;        // the process is ended when it asks for more
};

// What was seen. Filled while the worker runs; the strings are hostile.
struct Seen {
  unsigned answers = 0, fetches = 0, checkpoints = 0;
  std::optional<wire::Done> done;
  std::optional<wire::Spent> spent;
  std::optional<std::string> load_fault;
  std::optional<worker::Exit> exit;
  std::vector<std::string> urls;  // of the fetches
  bool was_cancelled = false, was_killed = false, asked_too_much = false;
  std::chrono::steady_clock::time_point cancelled, ended;
};

// A launcher for one worker. Both references outlive it and its worker.
class Tap final : public worker::Launcher {
 public:
  Tap(worker::Launcher& real, Interference interference, Seen& seen)
      : real_(real), interference_(std::move(interference)), seen_(seen) {}

  Result<std::unique_ptr<worker::Worker>> launch(const worker::LaunchSpec&) override;
  Task<Result<std::vector<model::PluginDescriptor>>> probe(std::filesystem::path file) override;
  Task<Result<std::vector<worker::ConfigFault>>> check(std::filesystem::path file, std::string plugin_id,
                                                       std::string config_json) override;

 private:
  worker::Launcher& real_;
  Interference interference_;
  Seen& seen_;
};

}  // namespace trawl::author::check
