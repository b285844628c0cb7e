#include "model/analytics.hpp"

#include <algorithm>

namespace trawl::model {
namespace {

std::optional<std::int64_t> duration(const std::optional<Time>& from, const std::optional<Time>& to) {
  if (!from || !to) return std::nullopt;
  return (*to - *from).count();
}

// What was cancelled or never begun says nothing about the platform.
bool was_tried(PlatformStatus status) {
  return status == PlatformStatus::succeeded || status == PlatformStatus::partial ||
         status == PlatformStatus::failed || status == PlatformStatus::interrupted;
}

void count(Rate& rate, PlatformStatus status) {
  if (!was_tried(status)) return;
  ++rate.of;
  rate.succeeded += status == PlatformStatus::succeeded;
}

}  // namespace

Percentiles percentiles(std::vector<std::int64_t> values) {
  if (values.empty()) return {};
  std::ranges::sort(values);
  const auto rank = [&](std::size_t percent) { return values[(percent * values.size() + 99) / 100 - 1]; };
  return {rank(50), rank(95)};
}

Analytics::Analytics(Time now, int days)
    : from_(std::chrono::floor<std::chrono::days>(now) - std::chrono::days(days - 1)),
      days_(static_cast<std::size_t>(days)) {}

void Analytics::add(Run run) {
  if (run.created_at < from_ || run.created_at >= to()) return;
  count(run);
  if (run.parent) {
    retries_[run.root].push_back(std::move(run));
    return;
  }
  Lineage lineage;
  const RunId root = run.id;
  lineage.attempts.push_back(std::move(run));
  if (const auto open = retries_.find(root); open != retries_.end()) {
    lineage.attempts.insert(lineage.attempts.end(), std::make_move_iterator(open->second.rbegin()),
                            std::make_move_iterator(open->second.rend()));
    retries_.erase(open);
  }
  judge(lineage);
}

void Analytics::count(const Run& run) {
  const auto day = std::chrono::floor<std::chrono::days>(run.created_at - from_).count();
  DayFigures& figures = days_[static_cast<std::size_t>(day)];
  ++figures.runs[run.status];
  if (const auto took = duration(run.started_at, run.finished_at)) figures.durations_ms.push_back(*took);
  for (const PlatformOutcome& outcome : run.platforms) {
    figures.items.total += outcome.items.total;
    figures.items.added += outcome.items.added;
    figures.items.changed += outcome.items.changed;
    figures.items.removed += outcome.items.removed;
    figures.errors += outcome.errors;
    PlatformFigures& platform = platforms_[outcome.name];
    ++platform.outcomes[outcome.status];
    platform.items += outcome.items.total;
    if (const auto took = duration(outcome.started_at, outcome.finished_at))
      platform.durations_ms.push_back(*took);
  }
}

void Analytics::judge(const Lineage& lineage) {
  for (const PlatformOutcome& first : lineage.root().platforms) {
    PlatformFigures& platform = platforms_[first.name];
    model::count(platform.first_attempt, first.status);
    const auto best = effective_outcome(lineage, lineage.root().id, first.name);
    model::count(platform.after_retries, best ? best->outcome.status : first.status);
  }
}

}  // namespace trawl::model
