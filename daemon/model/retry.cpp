#include "model/retry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>

#include "base/text.hpp"

namespace trawl::model {
namespace {

namespace json = boost::json;

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

json::array to_json(const std::vector<std::string>& names) { return json::array(names.begin(), names.end()); }

std::vector<std::string> requested_names(const Run& run) {
  std::vector<std::string> names;
  for (const PlatformOutcome& outcome : run.platforms) names.push_back(outcome.name);
  return names;
}

// Platforms that an unfinished attempt of the lineage still has to run, with that attempt.
const Run* find_holder(const Lineage& lineage, const std::string& platform) {
  for (const Run& run : lineage.attempts) {
    if (is_terminal(run.status)) continue;
    for (const PlatformOutcome& outcome : run.platforms)
      if (outcome.name == platform && !is_terminal(outcome.status)) return &run;
  }
  return nullptr;
}

int next_attempt(const Lineage& lineage) {
  int highest = 0;
  for (const Run& run : lineage.attempts) highest = std::max(highest, run.attempt);
  return highest + 1;
}

Result<> check_addressed(const Lineage& lineage, RunId id) {
  const Run* run = lineage.find(id);
  if (!run) return refuse(Code::run_not_found, fmt::format("there is no run {}", id), "trawlctl runs lists them");
  if (!is_terminal(run->status))
    return refuse(Code::run_active, fmt::format("run {} is still {}", id, name(run->status)),
                  fmt::format("wait for its end (trawlctl runs watch {}) or cancel it first", id), {{"run_id", id}});
  return {};
}

// Names that no platform of the configuration or of the lineage has are told apart from names that
// exist but were never part of this lineage; both answers list everything wrong at once.
Result<> check_named(const std::vector<std::string>& wanted, const std::vector<std::string>& requested,
                     const PlatformLookup& lookup) {
  std::vector<std::string> unknown, foreign;
  for (const std::string& platform : wanted) {
    if (contains(requested, platform)) continue;
    (lookup(platform).availability == Availability::unknown ? unknown : foreign).push_back(platform);
  }
  if (unknown.empty() && foreign.empty()) return {};
  std::vector<std::string> invalid = unknown;
  invalid.insert(invalid.end(), foreign.begin(), foreign.end());
  json::object data{{"invalid", to_json(invalid)}, {"valid", to_json(requested)}, {"field", "/platforms"}};
  if (!unknown.empty())
    return refuse(Code::unknown_platform,
                  fmt::format("unknown platform {}{}", join(unknown, ", "), did_you_mean(unknown.front(), requested)),
                  fmt::format("the run asked for {}", join(requested, ", ")), std::move(data));
  return refuse(Code::platform_not_in_run, fmt::format("the run never asked for {}", join(foreign, ", ")),
                fmt::format("choose among {}", join(requested, ", ")), std::move(data));
}

Result<> check_available(const std::string& platform, const PlatformState& state, bool force) {
  json::object data{{"platforms", json::array{platform}}};
  if (state.availability == Availability::disabled && !force)
    return refuse(Code::platform_disabled, fmt::format("platform {} is disabled", platform),
                  fmt::format("trawlctl platforms enable {}, or retry with force", platform), std::move(data));
  if (state.availability == Availability::unavailable || state.availability == Availability::unknown)
    return refuse(Code::platform_unavailable, fmt::format("platform {} cannot run: {}", platform, state.reason),
                  "mend the configuration and reload it", std::move(data));
  return {};
}

Result<> check_not_held(const Lineage& lineage, const std::vector<std::string>& platforms) {
  std::vector<std::string> held;
  const Run* holder = nullptr;
  for (const std::string& platform : platforms) {
    const Run* run = find_holder(lineage, platform);
    if (!run) continue;
    if (!holder) holder = run;
    if (run == holder) held.push_back(platform);
  }
  if (!holder) return {};
  return refuse(Code::retry_active, fmt::format("run {} is already retrying {}", holder->id, join(held, ", ")),
                fmt::format("watch it: trawlctl runs watch {}", holder->id),
                {{"run_id", holder->id}, {"platforms", to_json(held)}});
}

std::string why_not(const PlatformState& state) {
  switch (state.availability) {
    case Availability::available: return {};
    case Availability::disabled: return "disabled";
    case Availability::unavailable: return state.reason;
    case Availability::unknown: return "no longer configured";
  }
  return {};
}

struct Selection {
  std::vector<std::string> platforms;
  std::vector<SkippedPlatform> skipped;
};

Result<Selection> select_named(const Lineage& lineage, const RetryRequest& request, const PlatformLookup& lookup) {
  if (auto checked = check_named(request.platforms, requested_names(lineage.root()), lookup); !checked)
    return std::unexpected(checked.error());
  Selection selection;
  for (const std::string& platform : request.platforms) {
    if (contains(selection.platforms, platform)) continue;
    if (auto checked = check_available(platform, lookup(platform), request.force); !checked)
      return std::unexpected(checked.error());
    selection.platforms.push_back(platform);
  }
  return selection;
}

Result<Selection> select_default(const Lineage& lineage, RunId addressed, const PlatformLookup& lookup) {
  Selection selection;
  for (const std::string& platform : unsucceeded(lineage, addressed)) {
    const PlatformState state = lookup(platform);
    if (state.availability == Availability::available) selection.platforms.push_back(platform);
    else selection.skipped.push_back({platform, why_not(state)});
  }
  if (!selection.platforms.empty()) return selection;
  if (selection.skipped.empty())
    return refuse(Code::nothing_to_retry,
                  fmt::format("every platform of run {} has succeeded", addressed),
                  "name platforms to run them again anyway", {{"run_id", addressed}});
  json::array reasons;
  for (const auto& skipped : selection.skipped) reasons.push_back({{"name", skipped.name}, {"reason", skipped.reason}});
  return refuse(Code::nothing_to_retry, fmt::format("no failed platform of run {} can run now", addressed),
                "mend the configuration and reload it", {{"run_id", addressed}, {"platforms_skipped", reasons}});
}

}  // namespace

Result<RetryPlan> plan_retry(const Lineage& lineage, const RetryRequest& request, const PlatformLookup& lookup) {
  if (auto checked = check_addressed(lineage, request.run); !checked) return std::unexpected(checked.error());
  auto selection = request.platforms.empty() ? select_default(lineage, request.run, lookup)
                                             : select_named(lineage, request, lookup);
  if (!selection) return std::unexpected(selection.error());
  if (auto checked = check_not_held(lineage, selection->platforms); !checked) return std::unexpected(checked.error());
  const int attempt = next_attempt(lineage);
  if (attempt > max_attempts)
    return refuse(Code::attempt_limit, fmt::format("run {} has {} attempts already", lineage.root().id, attempt - 1),
                  "start a new run of these platforms instead", {{"limit", max_attempts}});
  std::ranges::sort(selection->platforms, {}, [&](const std::string& p) { return lookup(p).order; });
  return RetryPlan{request.run, lineage.root().id, attempt, std::move(selection->platforms),
                   std::move(selection->skipped)};
}

Result<RetryPreview> preview_retry(const Lineage& lineage, RunId addressed, const PlatformLookup& lookup) {
  const Run* run = lineage.find(addressed);
  if (!run) return refuse(Code::run_not_found, fmt::format("there is no run {}", addressed), "trawlctl runs lists them");
  const auto defaults = unsucceeded(lineage, addressed);
  RetryPreview preview;
  preview.next_attempt = next_attempt(lineage);
  for (const PlatformOutcome& requested : lineage.root().platforms) {
    RetryPreviewRow row{.name = requested.name};
    for (const PlatformOutcome& own : run->platforms)
      if (own.name == row.name) row.status = own.status, row.errors = own.errors;
    if (const auto best = effective_outcome(lineage, lineage.root().id, row.name)) {
      row.effective_status = best->outcome.status;
      row.decided_in = best->run;
      if (best->run > addressed && best->outcome.status == PlatformStatus::succeeded) row.succeeded_in = best->run;
    }
    const PlatformState state = lookup(row.name);
    const Run* holder = find_holder(lineage, row.name);
    if (holder && holder->id != addressed) {
      preview.active_retry = holder->id;
      preview.active_retry_platforms.push_back(row.name);
    }
    row.selectable = is_terminal(run->status) && !holder && state.availability == Availability::available;
    row.preselected = row.selectable && contains(defaults, row.name);
    if (holder) row.reason = fmt::format("run {} is working on it", holder->id);
    else row.reason = why_not(state);
    preview.rows.push_back(std::move(row));
  }
  if (auto plan = plan_retry(lineage, {.run = addressed}, lookup); !plan) preview.refusal = plan.error();
  return preview;
}

}  // namespace trawl::model
