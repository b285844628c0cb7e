// Many configurations, each put to its plugin. On the crawl thread, like the launcher.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/task.hpp"
#include "worker/launcher.hpp"

namespace trawl::worker {

struct ConfigQuestion {
  std::filesystem::path file;
  std::string plugin_id, config_json;
};
using ConfigVerdict = Result<std::vector<ConfigFault>>;  // of Launcher::check

// The verdicts in the order of the questions. Asks a few at a time.
Task<std::vector<ConfigVerdict>> check_all(Launcher&, std::vector<ConfigQuestion>);

}  // namespace trawl::worker
