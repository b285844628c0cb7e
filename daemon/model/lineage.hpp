// A lineage is a run and all its retries. The questions here (what is the effective result, what has
// not succeeded yet) are asked by the retry rule, the run object and the pages. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/run.hpp"

namespace trawl::model {

struct Lineage {
  std::vector<Run> attempts;   // by attempt, ascending; the first is the root

  const Run* find(RunId) const;
  const Run& root() const { return attempts.front(); }
};

// The attempt that counts for a platform as seen from run `from`: the newest success among `from` and
// later attempts, else the newest partial one, else the newest attempt. Null when `from` never
// requested the platform.
struct EffectiveOutcome {
  RunId run = 0;
  PlatformOutcome outcome;
};
std::optional<EffectiveOutcome> effective_outcome(const Lineage&, RunId from, const std::string& platform);

// The verdict over the effective outcomes of everything run `from` requested. While nothing of a
// cancelled or interrupted run has been retried, that status stays. An active run has its own status.
RunStatus effective_status(const Lineage&, RunId from);

// Platforms requested by `from` that succeeded neither in it nor in a later attempt, in its order.
std::vector<std::string> unsucceeded(const Lineage&, RunId from);

}  // namespace trawl::model
