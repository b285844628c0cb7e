#include "store/sqlite/errors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/object.hpp>

#include "store/sqlite/journal.hpp"
#include "store/sqlite/stored_words.hpp"

namespace trawl::store::sqlite {
namespace {

Result<> add_error(Session& session, RunId run, const model::ErrorRecord& record) {
  const std::int64_t counted = session.db.run(
      "UPDATE platform_outcomes SET errors = errors + ?3"
      " WHERE run_id = ?1 AND name = ?2 AND status IN ('pending', 'running')",
      run, record.platform, record.severity == model::Severity::error);
  if (counted == 0)
    return refuse(
        Code::internal_error,
        fmt::format("run {} has no unfinished platform '{}' to record an error of", run, record.platform));
  session.db.run(
      "INSERT INTO errors (run_id, platform, kind, severity, message, url, http_status, time)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      run, record.platform, info(record.kind).name, name(record.severity), record.message, record.url,
      record.http_status, record.time);
  append_event(
      session, record.time, "error.recorded", run, record.platform,
      {{"kind", info(record.kind).name}, {"severity", name(record.severity)}, {"message", record.message}});
  return {};
}

}  // namespace

Result<> add_errors(Session& session, RunId run, std::span<const model::ErrorRecord> records) {
  for (const model::ErrorRecord& record : records)
    if (auto added = add_error(session, run, record); !added) return added;
  return {};
}

Result<std::vector<StoredError>> list_errors(Database& db, const ErrorFilter& filter) {
  // One text per set of conditions, so that each has the plan that suits it.
  std::string sql =
      "SELECT id, run_id, platform, kind, severity, message, url, http_status, time FROM errors"
      " WHERE id > ?1 AND ?2 IS ?2 AND ?3 IS ?3 AND ?4 IS ?4";
  if (filter.run) sql += " AND run_id = ?2";
  if (!filter.platform.empty()) sql += " AND platform = ?3";
  if (filter.kind) sql += " AND kind = ?4";
  sql += " ORDER BY id LIMIT ?5";
  const std::string_view kind = filter.kind ? info(*filter.kind).name : "";
  std::vector<StoredError> errors;
  Query row =
      db.query(sql, filter.after, filter.run, filter.platform, kind, std::clamp(filter.limit, 1, 10'000));
  while (row.next()) {
    model::ErrorRecord record;
    record.platform = row.get<std::string>(2);
    record.kind = error_kind_of(row.get<std::string_view>(3));
    record.severity = severity_of(row.get<std::string_view>(4));
    record.message = row.get<std::string>(5);
    record.url = row.get<std::string>(6);
    record.http_status = row.get<std::optional<int>>(7);
    record.time = row.get<Time>(8);
    errors.push_back({row.get<std::int64_t>(0), row.get<RunId>(1), std::move(record)});
  }
  return errors;
}

std::vector<std::pair<model::ErrorKind, std::int64_t>> count_errors(Database& db, RunId from) {
  std::vector<std::pair<model::ErrorKind, std::int64_t>> counts;
  Query row = db.query(
      "SELECT kind, count(*) FROM errors WHERE run_id >= ?1 AND severity = 'error'"
      " GROUP BY kind ORDER BY count(*) DESC, kind",
      from);
  while (row.next())
    counts.emplace_back(error_kind_of(row.get<std::string_view>(0)), row.get<std::int64_t>(1));
  return counts;
}

}  // namespace trawl::store::sqlite
