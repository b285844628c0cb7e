#include "store/sqlite/run_rows.hpp"

#include <fmt/format.h>

#include "store/sqlite/stored_words.hpp"

namespace trawl::store::sqlite {

const std::string_view run_columns =
    "id, status, trigger_kind, trigger_text, parent_run_id, root_run_id, attempt, schedule, nominal, "
    "actor_uid, "
    "actor_pid, actor_name, note, config_digest, cancel_requested, created_at, started_at, finished_at";

model::Run read_run(const Query& row) {
  using std::optional;
  model::Run run;
  run.id = row.get<RunId>(0);
  run.status = run_status_of(row.get<std::string_view>(1));
  run.trigger_kind = trigger_kind_of(row.get<std::string_view>(2));
  run.trigger = row.get<std::string>(3);
  run.parent = row.get<optional<RunId>>(4);
  run.root = row.get<RunId>(5);
  run.attempt = row.get<int>(6);
  run.schedule = row.get<std::string>(7);
  run.nominal = row.get<optional<Time>>(8);
  run.requested_by = {row.get<optional<std::uint32_t>>(9), row.get<optional<std::int32_t>>(10),
                      row.get<std::string>(11)};
  run.note = row.get<std::string>(12);
  run.config_digest = row.get<std::string>(13);
  run.cancel_requested = row.get<bool>(14);
  run.created_at = row.get<Time>(15);
  run.started_at = row.get<optional<Time>>(16);
  run.finished_at = row.get<optional<Time>>(17);
  return run;
}

const std::string_view outcome_columns =
    "name, status, started_at, finished_at, items_total, items_added, items_changed, items_removed,"
    " items_unchanged, errors, fetches, bytes, tries, plugin_id, plugin_version, plugin_digest";

model::PlatformOutcome read_outcome(const Query& row) {
  model::PlatformOutcome outcome;
  outcome.name = row.get<std::string>(0);
  outcome.status = platform_status_of(row.get<std::string_view>(1));
  outcome.started_at = row.get<std::optional<Time>>(2);
  outcome.finished_at = row.get<std::optional<Time>>(3);
  outcome.items = {row.get<std::int64_t>(4), row.get<std::int64_t>(5), row.get<std::int64_t>(6),
                   row.get<std::int64_t>(7), row.get<std::int64_t>(8)};
  outcome.errors = row.get<std::int64_t>(9);
  outcome.fetches = row.get<std::int64_t>(10);
  outcome.bytes = row.get<std::int64_t>(11);
  outcome.tries = row.get<std::int64_t>(12);
  outcome.plugin = {row.get<std::string>(13), row.get<std::string>(14), row.get<std::string>(15)};
  return outcome;
}

void load_platforms(Database& db, model::Run& run) {
  static const std::string sql =
      fmt::format("SELECT {} FROM platform_outcomes WHERE run_id = ?1 ORDER BY position", outcome_columns);
  Query row = db.query(sql, run.id);
  while (row.next()) run.platforms.push_back(read_outcome(row));
}

std::optional<model::Run> find_run(Database& db, RunId id) {
  static const std::string sql = fmt::format("SELECT {} FROM runs WHERE id = ?1", run_columns);
  Query row = db.query(sql, id);
  if (!row.next()) return std::nullopt;
  model::Run run = read_run(row);
  load_platforms(db, run);
  return run;
}

std::unexpected<Error> no_such_run(RunId id) {
  return refuse(Code::run_not_found, fmt::format("there is no run {}", id), "trawlctl runs lists them",
                {{"run_id", id}});
}

Result<model::Run> load_run(Database& db, RunId id) {
  auto run = find_run(db, id);
  if (!run) return no_such_run(id);
  return std::move(*run);
}

Result<model::Lineage> load_lineage(Database& db, RunId member) {
  static const std::string sql = fmt::format(
      "SELECT {} FROM runs WHERE root_run_id = (SELECT root_run_id FROM runs WHERE id = ?1) ORDER BY attempt",
      run_columns);
  model::Lineage lineage;
  Query row = db.query(sql, member);
  while (row.next()) {
    lineage.attempts.push_back(read_run(row));
    load_platforms(db, lineage.attempts.back());
  }
  if (lineage.attempts.empty()) return no_such_run(member);
  return lineage;
}

}  // namespace trawl::store::sqlite
