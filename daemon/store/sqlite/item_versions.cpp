#include "store/sqlite/item_versions.hpp"

#include <fmt/format.h>

#include <vector>

namespace trawl::store::sqlite {
namespace {

std::int64_t platform_id(Database& db, std::string_view platform) {
  db.run("INSERT OR IGNORE INTO platforms (name) VALUES (?1)", platform);
  return *db.find<std::int64_t>("SELECT id FROM platforms WHERE name = ?1", platform);
}

// Stages the items of one call. Ids are given out here instead of by SQLite, because an item and its
// first version name each other.
class Stager {
 public:
  Stager(Database& db, RunId run, std::int64_t platform, Edition edition)
      : run_(run),
        platform_(platform),
        edition_(edition),
        next_item_(*db.find<std::int64_t>("SELECT coalesce(max(id), 0) + 1 FROM items")),
        next_version_(*db.find<std::int64_t>("SELECT coalesce(max(id), 0) + 1 FROM item_versions")),
        find_(db.statement("SELECT i.id, i.version_id, i.present, v.data IS ?4 FROM items i"
                           " JOIN item_versions v ON v.id = i.version_id"
                           " WHERE i.platform_id = ?1 AND i.key = ?2 AND i.kind = ?3")),
        add_item_(
            db.statement("INSERT INTO items (id, platform_id, kind, key, version_id, first_run, present)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)")),
        add_version_(
            db.statement("INSERT INTO item_versions (id, item_id, edition, run_id, previous_id, data)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
                         " ON CONFLICT (edition, item_id) DO UPDATE SET data = excluded.data")),
        drop_version_(db.statement("DELETE FROM item_versions WHERE edition = ?1 AND item_id = ?2")),
        add_seen_(db.statement("INSERT OR IGNORE INTO seen (edition, item_id) VALUES (?1, ?2)")),
        drop_seen_(db.statement("DELETE FROM seen WHERE edition = ?1 AND item_id = ?2")) {}

  // The last emission of a key wins: what an earlier one staged is replaced or withdrawn.
  void stage(const model::Item& item) {
    const auto known = find(item);
    if (!known) {
      add_item_.run(next_item_, platform_, item.kind, item.key, next_version_, run_);
      add_version_.run(next_version_++, next_item_++, edition_, run_, std::nullopt, item.data);
    } else if (known->present && known->same_data) {
      drop_version_.run(edition_, known->id);
      add_seen_.run(edition_, known->id);
    } else {
      drop_seen_.run(edition_, known->id);
      add_version_.run(next_version_++, known->id, edition_, run_, known->version, item.data);
    }
  }

 private:
  struct Known {
    std::int64_t id, version;
    bool present, same_data;
  };

  std::optional<Known> find(const model::Item& item) {
    const Query row(find_);
    find_.bind(platform_, item.key, item.kind, item.data);
    if (!find_.step()) return std::nullopt;
    return Known{row.get<std::int64_t>(0), row.get<std::int64_t>(1), row.get<bool>(2), row.get<bool>(3)};
  }

  RunId run_;
  std::int64_t platform_;
  Edition edition_;
  std::int64_t next_item_, next_version_;
  Statement &find_, &add_item_, &add_version_, &drop_version_, &add_seen_, &drop_seen_;
};

// Tombstones for what the platform has and the edition has not.
std::int64_t remove_absent(Session& session, RunId run, std::int64_t platform, Edition edition) {
  return session.db.run(
      "INSERT INTO item_versions (item_id, edition, run_id, previous_id, data)"
      " SELECT i.id, ?2, ?3, i.version_id, NULL FROM items i WHERE i.platform_id = ?1 AND i.present = 1"
      " AND NOT EXISTS (SELECT 1 FROM seen s WHERE s.edition = ?2 AND s.item_id = i.id)"
      " AND NOT EXISTS (SELECT 1 FROM item_versions v WHERE v.edition = ?2 AND v.item_id = i.id)",
      platform, edition, run);
}

}  // namespace

std::optional<Edition> find_edition(Database& db, RunId run, std::string_view platform) {
  return db
      .find<std::optional<Edition>>("SELECT edition FROM platform_outcomes WHERE run_id = ?1 AND name = ?2",
                                    run, platform)
      .value_or(std::nullopt);
}

Result<> add_items(Session& session, RunId run, const std::string& platform,
                   std::span<const model::Item> items) {
  const auto edition = session.db.find<Edition>(
      "SELECT edition FROM platform_outcomes WHERE run_id = ?1 AND name = ?2 AND status = 'running'", run,
      platform);
  if (!edition)
    return refuse(Code::internal_error,
                  fmt::format("run {} has no running platform '{}' to take items", run, platform));
  Stager stager(session.db, run, platform_id(session.db, platform), *edition);
  for (const model::Item& item : items) stager.stage(item);
  return {};
}

Staged count_staged(Database& db, Edition edition) {
  return {.fresh = *db.find<std::int64_t>("SELECT count(*) FROM item_versions WHERE edition = ?1", edition),
          .seen = *db.find<std::int64_t>("SELECT count(*) FROM seen WHERE edition = ?1", edition)};
}

std::int64_t count_missing(Database& db, std::string_view platform, Edition open, Edition since) {
  // Whatever `since` left is still present: only a later good edition could have removed it.
  std::vector<std::int64_t> candidates;
  {
    Query row = db.query(
        "SELECT i.version_id FROM items i WHERE i.present = 1"
        " AND i.platform_id = (SELECT id FROM platforms WHERE name = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM seen s WHERE s.edition = ?2 AND s.item_id = i.id)"
        " AND NOT EXISTS (SELECT 1 FROM item_versions v WHERE v.edition = ?2 AND v.item_id = i.id)",
        platform, open);
    while (row.next()) candidates.push_back(row.get<std::int64_t>(0));
  }
  std::int64_t missing = 0;
  for (const std::int64_t candidate : candidates) {
    const auto version = version_at(db, candidate, since);
    missing += version && version->data;
  }
  return missing;
}

model::ItemCounts publish(Session& session, RunId run, std::string_view platform_name, Edition edition,
                          bool complete) {
  Database& db = session.db;
  const std::int64_t platform = platform_id(db, platform_name);
  const Staged staged = count_staged(db, edition);
  model::ItemCounts counts{.total = staged.total(), .unchanged = staged.seen};
  counts.added = *db.find<std::int64_t>(
      "SELECT count(*) FROM item_versions v LEFT JOIN item_versions before ON before.id = v.previous_id"
      " WHERE v.edition = ?1 AND before.data IS NULL",
      edition);
  counts.changed = staged.fresh - counts.added;
  if (complete) counts.removed = remove_absent(session, run, platform, edition);
  db.run(
      "UPDATE items SET version_id = v.id, present = v.data IS NOT NULL FROM item_versions v"
      " WHERE v.edition = ?1 AND items.id = v.item_id",
      edition);
  db.run("DELETE FROM seen WHERE edition = ?1", edition);
  db.run("UPDATE platforms SET edition = ?2, items = items + ?3 WHERE id = ?1", platform, edition,
         counts.added - counts.removed);
  return counts;
}

void discard(Session& session, Edition edition) {
  // A staged version without a predecessor is its item's only one.
  session.db.run(
      "DELETE FROM items WHERE id IN"
      " (SELECT item_id FROM item_versions WHERE edition = ?1 AND previous_id IS NULL)",
      edition);
  session.db.run("DELETE FROM item_versions WHERE edition = ?1", edition);
  session.db.run("DELETE FROM seen WHERE edition = ?1", edition);
}

std::optional<Version> version_at(Database& db, std::int64_t newest_version, Edition limit) {
  std::optional<std::int64_t> id = newest_version;
  while (id) {
    Query row = db.query("SELECT edition, previous_id, run_id, data FROM item_versions WHERE id = ?1", *id);
    if (!row.next()) throw SqliteError(SQLITE_CORRUPT, "an item's chain of versions is broken");
    if (row.get<Edition>(0) <= limit)
      return Version{row.get<RunId>(2), row.get<std::optional<std::string>>(3)};
    id = row.get<std::optional<std::int64_t>>(1);
  }
  return std::nullopt;
}

}  // namespace trawl::store::sqlite
