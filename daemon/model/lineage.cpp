#include "model/lineage.hpp"

#include <algorithm>

namespace trawl::model {
namespace {

const PlatformOutcome* find_outcome(const Run& run, const std::string& platform) {
  const auto found = std::ranges::find(run.platforms, platform, &PlatformOutcome::name);
  return found == run.platforms.end() ? nullptr : &*found;
}

// Success beats a partial result, which beats anything else; among equals the newer attempt wins.
int rank(PlatformStatus status) {
  if (status == PlatformStatus::succeeded) return 2;
  return status == PlatformStatus::partial ? 1 : 0;
}

}  // namespace

const Run* Lineage::find(RunId id) const {
  const auto found = std::ranges::find(attempts, id, &Run::id);
  return found == attempts.end() ? nullptr : &*found;
}

std::optional<EffectiveOutcome> effective_outcome(const Lineage& lineage, RunId from, const std::string& platform) {
  const Run* start = lineage.find(from);
  if (!start || !find_outcome(*start, platform)) return std::nullopt;
  std::optional<EffectiveOutcome> best;
  for (const Run& run : lineage.attempts) {
    if (run.attempt < start->attempt) continue;
    const PlatformOutcome* outcome = find_outcome(run, platform);
    if (!outcome) continue;
    if (!best || rank(outcome->status) >= rank(best->outcome.status)) best = EffectiveOutcome{run.id, *outcome};
  }
  return best;
}

RunStatus effective_status(const Lineage& lineage, RunId from) {
  const Run* run = lineage.find(from);
  if (!run || !is_terminal(run->status)) return run ? run->status : RunStatus::queued;
  std::vector<PlatformStatus> statuses;
  bool retried = false;
  for (const PlatformOutcome& requested : run->platforms) {
    const auto best = effective_outcome(lineage, from, requested.name);
    statuses.push_back(best->outcome.status);
    retried = retried || best->run != from;
  }
  return retried ? verdict(statuses) : run->status;
}

std::vector<std::string> unsucceeded(const Lineage& lineage, RunId from) {
  std::vector<std::string> names;
  const Run* run = lineage.find(from);
  if (!run) return names;
  for (const PlatformOutcome& requested : run->platforms) {
    const auto best = effective_outcome(lineage, from, requested.name);
    if (best->outcome.status != PlatformStatus::succeeded) names.push_back(requested.name);
  }
  return names;
}

}  // namespace trawl::model
