#include "store/sqlite/list_items.hpp"

#include <algorithm>

#include "store/sqlite/item_versions.hpp"
#include "store/sqlite/run_rows.hpp"

namespace trawl::store::sqlite {
namespace {

std::vector<StoredItem> present_items(Database& db, const ItemFilter& filter, int limit) {
  std::string sql =
      "SELECT i.id, p.name, i.kind, i.key, v.data, i.first_run, v.run_id FROM items i"
      " CROSS JOIN platforms p ON p.id = i.platform_id CROSS JOIN item_versions v ON v.id = i.version_id"
      " WHERE i.present = 1 AND i.id > ?1 AND ?2 IS ?2";
  if (!filter.platform.empty()) sql += " AND i.platform_id = (SELECT id FROM platforms WHERE name = ?2)";
  sql += " ORDER BY i.id LIMIT ?3";
  std::vector<StoredItem> items;
  Query row = db.query(sql, filter.after, filter.platform, limit);
  while (row.next())
    items.push_back({row.get<std::int64_t>(0), row.get<std::string>(1), row.get<std::string>(2),
                     row.get<std::string>(3), row.get<std::string>(4), row.get<RunId>(5), row.get<RunId>(6)});
  return items;
}

// Every item of the run's platforms is looked at, also those that came or went later.
std::vector<StoredItem> items_left_by(Database& db, RunId run, const ItemFilter& filter, int limit) {
  std::string sql =
      "SELECT i.id, p.name, i.kind, i.key, i.first_run, i.version_id, o.edition FROM items i"
      " CROSS JOIN platforms p ON p.id = i.platform_id"
      " CROSS JOIN platform_outcomes o ON o.run_id = ?1 AND o.name = p.name"
      " WHERE o.status IN ('succeeded', 'partial') AND i.id > ?2 AND ?3 IS ?3";
  if (!filter.platform.empty()) sql += " AND i.platform_id = (SELECT id FROM platforms WHERE name = ?3)";
  sql += " ORDER BY i.id";
  std::vector<StoredItem> items;
  Query row = db.query(sql, run, filter.after, filter.platform);
  while (items.size() < static_cast<std::size_t>(limit) && row.next()) {
    auto version = version_at(db, row.get<std::int64_t>(5), row.get<Edition>(6));
    if (!version || !version->data) continue;
    items.push_back({row.get<std::int64_t>(0), row.get<std::string>(1), row.get<std::string>(2),
                     row.get<std::string>(3), std::move(*version->data), row.get<RunId>(4), version->run});
  }
  return items;
}

}  // namespace

Result<std::vector<StoredItem>> list_items(Database& db, const ItemFilter& filter) {
  const int limit = std::clamp(filter.limit, 1, 10'000);
  if (!filter.run) return present_items(db, filter, limit);
  if (!db.find<RunId>("SELECT id FROM runs WHERE id = ?1", *filter.run)) return no_such_run(*filter.run);
  return items_left_by(db, *filter.run, filter, limit);
}

}  // namespace trawl::store::sqlite
