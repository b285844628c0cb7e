#include "store/sqlite/history.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "store/sqlite/run_rows.hpp"

namespace trawl::store::sqlite {

std::vector<HistoryEntry> history(Database& db, const HistoryFilter& filter) {
  std::string sql =
      fmt::format("SELECT {}, run_id FROM platform_outcomes WHERE name = ?1 AND ?2 IS ?2", outcome_columns);
  if (filter.status) sql += " AND status = ?2";
  sql += " ORDER BY run_id DESC LIMIT ?3";
  constexpr int run_id = 16;  // the column after outcome_columns
  std::vector<HistoryEntry> entries;
  Query row = db.query(sql, filter.platform, filter.status ? name(*filter.status) : "",
                       std::clamp(filter.limit, 1, 100));
  while (row.next()) entries.push_back({row.get<RunId>(run_id), read_outcome(row)});
  return entries;
}

}  // namespace trawl::store::sqlite
