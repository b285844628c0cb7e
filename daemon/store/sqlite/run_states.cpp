#include "store/sqlite/run_states.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <vector>

#include "store/sqlite/errors.hpp"
#include "store/sqlite/item_versions.hpp"
#include "store/sqlite/journal.hpp"
#include "store/sqlite/run_rows.hpp"

namespace trawl::store::sqlite {
namespace {

using model::PlatformOutcome;
using model::PlatformStatus;
using model::RunStatus;

std::unexpected<Error> cannot_become(const model::Run& run, RunStatus next) {
  return refuse(Code::internal_error,
                fmt::format("run {} is {} and cannot become {}", run.id, name(run.status), name(next)));
}

std::int64_t duration_ms(std::optional<Time> from, std::optional<Time> to) {
  return from && to ? std::max<std::int64_t>(0, (*to - *from).count()) : 0;
}

void end_run(Session& session, const model::Run& run, RunStatus status, Time at) {
  session.db.run("UPDATE runs SET status = ?2, finished_at = ?3 WHERE id = ?1", run.id, name(status), at);
  model::ItemCounts items;
  std::int64_t errors = 0;
  for (const PlatformOutcome& outcome : run.platforms) {
    items.total += outcome.items.total;
    items.added += outcome.items.added;
    items.changed += outcome.items.changed;
    items.removed += outcome.items.removed;
    items.unchanged += outcome.items.unchanged;
    errors += outcome.errors;
  }
  append_event(session, at, "run.finished", run.id, {},
               {{"status", name(status)},
                {"items", to_json(items)},
                {"errors", errors},
                {"duration_ms", duration_ms(run.started_at, at)},
                {"root_run_id", run.root}});
}

// For platforms whose work ends without a result of its own.
void end_without_result(Session& session, RunId run, PlatformOutcome outcome, PlatformStatus status,
                        Time at) {
  outcome.status = status;
  outcome.finished_at = at;
  write_platform_end(session, run, outcome);
}

model::ErrorRecord interruption(const PlatformOutcome& outcome, Time at) {
  model::ErrorRecord record{.platform = outcome.name, .kind = model::ErrorKind::interrupted, .time = at};
  record.message = outcome.status == PlatformStatus::running ? "the daemon stopped while the platform ran"
                                                             : "the daemon stopped before the platform ran";
  return record;
}

void drop_staged(Session& session, RunId run, const PlatformOutcome& outcome) {
  if (const auto edition = find_edition(session.db, run, outcome.name)) discard(session, *edition);
}

}  // namespace

Result<> start_run(Session& session, RunId id, Time at) {
  const auto run = load_run(session.db, id);
  if (!run) return std::unexpected(run.error());
  if (!model::may_follow(run->status, RunStatus::running)) return cannot_become(*run, RunStatus::running);
  session.db.run("UPDATE runs SET status = 'running', started_at = ?2 WHERE id = ?1", id, at);
  append_event(session, at, "run.started", id, {}, {});
  return {};
}

Result<> start_platform(Session& session, const PlatformStart& start) {
  const auto run = load_run(session.db, start.run);
  if (!run) return std::unexpected(run.error());
  const auto outcome = std::ranges::find(run->platforms, start.platform, &PlatformOutcome::name);
  if (outcome == run->platforms.end() || run->status != RunStatus::running ||
      outcome->status != PlatformStatus::pending)
    return refuse(Code::internal_error,
                  fmt::format("run {} ({}) has no platform '{}' that waits for its start", start.run,
                              name(run->status), start.platform));
  if (const auto holder = session.db.find<RunId>(
          "SELECT run_id FROM platform_outcomes WHERE name = ?1 AND status = 'running'", start.platform))
    return refuse(Code::platform_busy,
                  fmt::format("platform {} is running in run {}", start.platform, *holder),
                  fmt::format("trawlctl runs watch {}", *holder), {{"run_id", *holder}});
  const Seq edition =
      append_event(session, start.at, "platform.started", start.run, start.platform,
                   {{"plugin", {{"id", start.plugin.id}, {"version", start.plugin.version}}}});
  session.db.run(
      "UPDATE platform_outcomes SET status = 'running', started_at = ?3, edition = ?4, plugin_id = ?5,"
      " plugin_version = ?6, plugin_digest = ?7 WHERE run_id = ?1 AND name = ?2",
      start.run, start.platform, start.at, edition, start.plugin.id, start.plugin.version,
      start.plugin.digest);
  return {};
}

Result<> restart_platform(Session& session, RunId id, const std::string& platform) {
  const auto run = load_run(session.db, id);
  if (!run) return std::unexpected(run.error());
  const auto outcome = std::ranges::find(run->platforms, platform, &PlatformOutcome::name);
  if (outcome == run->platforms.end() || outcome->status != PlatformStatus::running)
    return refuse(Code::internal_error, fmt::format("platform '{}' does not run in run {}", platform, id));
  drop_staged(session, id, *outcome);
  return {};
}

void write_platform_end(Session& session, RunId run, const PlatformOutcome& outcome) {
  const model::ItemCounts& items = outcome.items;
  session.db.run(
      "UPDATE platform_outcomes SET status = ?3, finished_at = ?4, items_total = ?5, items_added = ?6,"
      " items_changed = ?7, items_removed = ?8, items_unchanged = ?9, fetches = ?10, bytes = ?11, tries = "
      "?12,"
      " edition = coalesce(edition, (SELECT edition FROM platforms WHERE name = ?2), 0)"
      " WHERE run_id = ?1 AND name = ?2",
      run, outcome.name, name(outcome.status), outcome.finished_at, items.total, items.added, items.changed,
      items.removed, items.unchanged, outcome.fetches, outcome.bytes, outcome.tries);
  append_event(session, *outcome.finished_at, "platform.finished", run, outcome.name,
               {{"status", name(outcome.status)},
                {"items", to_json(items)},
                {"errors", outcome.errors},
                {"fetches", outcome.fetches},
                {"bytes", outcome.bytes},
                {"tries", outcome.tries},
                {"duration_ms", duration_ms(outcome.started_at, outcome.finished_at)}});
}

std::optional<RunStatus> close_run_if_ended(Session& session, RunId id, Time at) {
  const auto run = find_run(session.db, id);
  std::vector<PlatformStatus> statuses;
  for (const PlatformOutcome& outcome : run->platforms) {
    if (!model::is_terminal(outcome.status)) return std::nullopt;
    statuses.push_back(outcome.status);
  }
  const RunStatus status = run->cancel_requested ? RunStatus::cancelled : model::verdict(statuses);
  end_run(session, *run, status, at);
  return status;
}

Result<model::Run> cancel_run(Session& session, RunId id, Time at, const std::optional<AuditRow>& audit) {
  const auto run = load_run(session.db, id);
  if (!run) return run;
  if (model::is_terminal(run->status))
    return refuse(Code::run_not_cancellable,
                  fmt::format("run {} has already ended: {}", id, name(run->status)), {},
                  {{"run_id", id}, {"status", name(run->status)}});
  if (!run->cancel_requested) {
    session.db.run("UPDATE runs SET cancel_requested = 1 WHERE id = ?1", id);
    append_event(session, at, "run.cancel_requested", id, {}, {});
  }
  for (const PlatformOutcome& outcome : run->platforms)
    if (outcome.status == PlatformStatus::pending)
      end_without_result(session, id, outcome, PlatformStatus::cancelled, at);
  close_run_if_ended(session, id, at);
  if (audit) append_audit(session, *audit);
  return load_run(session.db, id);
}

Result<> interrupt_run(Session& session, RunId id, Time at) {
  const auto run = load_run(session.db, id);
  if (!run) return std::unexpected(run.error());
  if (model::is_terminal(run->status)) return cannot_become(*run, RunStatus::interrupted);
  bool unfinished = false;
  for (PlatformOutcome outcome : run->platforms) {
    if (model::is_terminal(outcome.status)) continue;
    unfinished = true;
    const model::ErrorRecord record = interruption(outcome, at);
    if (auto added = add_errors(session, id, {&record, 1}); !added) return added;
    drop_staged(session, id, outcome);
    ++outcome.errors;
    end_without_result(session, id, outcome, PlatformStatus::interrupted, at);
  }
  if (unfinished)
    end_run(session, *find_run(session.db, id), RunStatus::interrupted, at);
  else
    close_run_if_ended(session, id, at);
  return {};
}

}  // namespace trawl::store::sqlite
