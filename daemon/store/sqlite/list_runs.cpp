#include "store/sqlite/list_runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "model/trigger_kind.hpp"
#include "store/sqlite/run_rows.hpp"
#include "store/sqlite/stored_words.hpp"

namespace trawl::store::sqlite {
namespace {

// Answers for the runs of one lineage after the other; retries mostly lie close together, so the lineage
// in hand is often the one needed next.
class EffectiveStatus {
 public:
  explicit EffectiveStatus(Database& db) : db_(db) {}

  model::RunStatus of(const model::Run& run) {
    if (!lineage_ || lineage_->root().id != run.root) lineage_ = *load_lineage(db_, run.id);
    return model::effective_status(*lineage_, run.id);
  }

 private:
  Database& db_;
  std::optional<model::Lineage> lineage_;
};

// One text per set of conditions, so that each has the plan that suits it. The unused parameters are
// named once, because SQLite counts them from the text.
std::string select(const RunFilter& filter) {
  std::string sql = fmt::format(
      "SELECT {}, attempt < (SELECT max(attempt) FROM runs later WHERE later.root_run_id = runs.root_run_id)"
      " FROM runs WHERE ?1 IS ?1 AND ?2 IS ?2 AND ?3 IS ?3 AND ?4 IS ?4 AND ?5 IS ?5 AND ?6 IS ?6",
      run_columns);
  if (filter.before) sql += " AND id < ?1";
  if (filter.status) sql += " AND status = ?2";
  if (filter.active_only) sql += " AND status IN ('queued', 'running')";
  if (filter.roots_only) sql += " AND parent_run_id IS NULL";
  if (filter.trigger_kind) sql += " AND trigger_kind = ?3";
  if (!filter.schedule.empty()) sql += " AND schedule = ?4 AND schedule <> ''";
  if (!filter.platform.empty())
    sql += " AND EXISTS (SELECT 1 FROM platform_outcomes o WHERE o.run_id = runs.id AND o.name = ?5)";
  // A run without later attempts has no other status than its own.
  if (filter.effective_status)
    sql +=
        " AND (status = ?6 OR EXISTS (SELECT 1 FROM runs later WHERE later.root_run_id = runs.root_run_id"
        " AND later.attempt > runs.attempt))";
  return sql + " ORDER BY id DESC";
}

}  // namespace

std::vector<model::Run> list_runs(Database& db, const RunFilter& filter) {
  const auto limit = static_cast<std::size_t>(std::clamp(filter.limit, 1, 500));
  const std::string_view status = filter.status ? name(*filter.status) : "";
  const std::string_view kind = filter.trigger_kind ? model::name(*filter.trigger_kind) : "";
  const std::string_view effective = filter.effective_status ? name(*filter.effective_status) : "";
  constexpr int has_later_attempts = 18;  // the column after run_columns
  EffectiveStatus effective_status(db);
  std::vector<model::Run> runs;
  Query row =
      db.query(select(filter), filter.before, status, kind, filter.schedule, filter.platform, effective);
  while (runs.size() < limit && row.next()) {
    model::Run run = read_run(row);
    if (filter.effective_status && row.get<bool>(has_later_attempts) &&
        effective_status.of(run) != *filter.effective_status)
      continue;
    load_platforms(db, run);
    runs.push_back(std::move(run));
  }
  return runs;
}

}  // namespace trawl::store::sqlite
