// What the daemon knows of itself: the configuration in force and the phase of its life. Main thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "engine/configuration.hpp"

namespace trawl::trawld {

struct DaemonState {
  std::filesystem::path config_file;
  engine::ConfigurationPtr configuration;  // never null once the daemon runs
  std::optional<Time> config_loaded_at;
  std::string config_error;        // why the last reload was refused; empty when it was not
  std::string phase = "starting";  // starting, ready, draining
  std::string boot_id;             // of this start; a UUID
  Time started_at{};
};

}  // namespace trawl::trawld
