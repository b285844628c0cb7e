// Short spellings of runs and lineages for tests of the retry rules.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/lineage.hpp"
#include "model/status.hpp"

namespace trawl::test {

using Outcomes = std::vector<std::pair<std::string, model::PlatformStatus>>;

// A run as the store would return it: its status follows from its platforms, unless one is unfinished.
inline model::Run make_run(model::RunId id, int attempt, const Outcomes& outcomes) {
  model::Run run{.id = id, .root = 1, .attempt = attempt};
  std::vector<model::PlatformStatus> statuses;
  bool active = false;
  for (const auto& [platform, status] : outcomes) {
    run.platforms.push_back({.name = platform, .status = status});
    statuses.push_back(status);
    active = active || !model::is_terminal(status);
  }
  run.status = active ? model::RunStatus::running : model::verdict(statuses);
  if (id != 1) run.parent = 1;
  return run;
}

// Runs 1, 2, 3 ... are the attempts of one lineage.
inline model::Lineage make_lineage(const std::vector<Outcomes>& attempts) {
  model::Lineage lineage;
  for (const Outcomes& outcomes : attempts) {
    const int attempt = static_cast<int>(lineage.attempts.size()) + 1;
    lineage.attempts.push_back(make_run(attempt, attempt, outcomes));
  }
  return lineage;
}

}  // namespace trawl::test
