#include "store/sqlite/prune.hpp"

#include <vector>

#include "store/sqlite/item_versions.hpp"

namespace trawl::store::sqlite {
namespace {

constexpr int lineages_per_step = 20;
constexpr int items_per_step = 500;
constexpr int rows_per_step = 500;

std::vector<RunId> prunable_roots(Database& db, const PruneLimits& limits) {
  // The oldest run that the limit by number keeps; without a limit, or with fewer runs, all are kept.
  const RunId oldest_kept =
      limits.keep_runs <= 0
          ? 0
          : db.find<RunId>("SELECT id FROM runs ORDER BY id DESC LIMIT 1 OFFSET ?1", limits.keep_runs - 1)
                .value_or(0);
  std::vector<RunId> roots;
  Query row = db.query(
      "WITH last_good (run_id) AS MATERIALIZED (SELECT o.run_id FROM platform_outcomes o JOIN"
      "   (SELECT name, max(edition) AS edition FROM platform_outcomes WHERE status = 'succeeded' GROUP BY "
      "name) newest"
      "   ON o.name = newest.name AND o.status = 'succeeded' AND o.edition = newest.edition)"
      " SELECT root_run_id FROM runs GROUP BY root_run_id"
      " HAVING max(status IN ('queued', 'running')) = 0"
      " AND (max(id) < ?1 OR max(coalesce(finished_at, created_at)) < ?2)"
      " AND max(id IN (SELECT run_id FROM last_good)) = 0"
      " ORDER BY root_run_id LIMIT ?3",
      oldest_kept, limits.older_than, lineages_per_step);
  while (row.next()) roots.push_back(row.get<RunId>(0));
  return roots;
}

struct Link {
  std::int64_t version = 0;
  Edition edition = 0;
  bool removed = false;
};

std::vector<Link> chain_from(Database& db, std::int64_t newest) {
  std::vector<Link> chain;
  for (std::optional<std::int64_t> id = newest; id;) {
    Query row = db.query("SELECT edition, data IS NULL, previous_id FROM item_versions WHERE id = ?1", *id);
    if (!row.next()) throw SqliteError(SQLITE_CORRUPT, "an item's chain of versions is broken");
    chain.push_back({*id, row.get<Edition>(0), row.get<bool>(1)});
    id = row.get<std::optional<std::int64_t>>(2);
  }
  return chain;
}

// `floor` is the oldest edition that some view still asks for: the version that it sees stays, older
// ones go. A removal that every view sees goes too, as if the item had never been.
void shorten(Database& db, std::int64_t item, std::int64_t newest, Edition floor) {
  const std::vector<Link> chain = chain_from(db, newest);
  std::size_t keep = 0;
  while (keep < chain.size() && chain[keep].edition > floor) ++keep;
  if (keep < chain.size() && !chain[keep].removed) ++keep;
  for (std::size_t i = keep; i < chain.size(); ++i)
    db.run("DELETE FROM item_versions WHERE id = ?1", chain[i].version);
  if (keep == 0)
    db.run("DELETE FROM items WHERE id = ?1", item);
  else if (keep < chain.size())
    db.run("UPDATE item_versions SET previous_id = NULL WHERE id = ?1", chain[keep - 1].version);
}

}  // namespace

std::int64_t prune_runs(Session& session, const PruneLimits& limits) {
  std::int64_t runs = 0;
  for (const RunId root : prunable_roots(session.db, limits))
    runs += session.db.run("DELETE FROM runs WHERE root_run_id = ?1", root);  // outcomes and errors follow
  return runs;
}

std::int64_t prune_versions(Session& session, std::int64_t cursor) {
  struct Candidate {
    std::int64_t item, newest;
    Edition floor;
  };
  std::vector<Candidate> candidates;
  std::int64_t next = cursor;
  int looked_at = 0;
  {
    // A platform at work stages versions that name published ones as their predecessors; its items wait
    // for the next time.
    Query row = session.db.query(
        "WITH floors (platform_id, busy, edition) AS MATERIALIZED (SELECT p.id,"
        "   EXISTS (SELECT 1 FROM platform_outcomes o WHERE o.name = p.name AND o.status = 'running'),"
        "   coalesce((SELECT min(o.edition) FROM platform_outcomes o WHERE o.name = p.name"
        "             AND o.status NOT IN ('pending', 'running')), p.edition) FROM platforms p)"
        " SELECT i.id, i.version_id, f.edition, f.busy, v.previous_id IS NOT NULL OR v.data IS NULL"
        " FROM items i CROSS JOIN item_versions v ON v.id = i.version_id"
        " JOIN floors f ON f.platform_id = i.platform_id WHERE i.id > ?1 ORDER BY i.id LIMIT ?2",
        cursor, items_per_step);
    while (row.next()) {
      next = row.get<std::int64_t>(0);
      ++looked_at;
      if (!row.get<bool>(3) && row.get<bool>(4))
        candidates.push_back({next, row.get<std::int64_t>(1), row.get<Edition>(2)});
    }
  }
  for (const Candidate& candidate : candidates)
    shorten(session.db, candidate.item, candidate.newest, candidate.floor);
  return looked_at == items_per_step ? next : 0;
}

std::int64_t prune_journal(Session& session, Time older_than) {
  // A prefix goes, whatever the clock did in between: readers are told one number below which all is gone.
  const std::int64_t events = session.db.run(
      "DELETE FROM journal WHERE seq IN (SELECT seq FROM journal WHERE seq <"
      " coalesce((SELECT min(seq) FROM journal WHERE time >= ?1), (SELECT max(seq) + 1 FROM journal))"
      " ORDER BY seq LIMIT ?2)",
      older_than, rows_per_step);
  if (events > 0)
    session.db.run(
        "UPDATE meta SET journal_pruned = coalesce((SELECT min(seq) - 1 FROM journal),"
        " (SELECT seq FROM sqlite_sequence WHERE name = 'journal'))");
  const std::int64_t audits = session.db.run(
      "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE time < ?1 ORDER BY id LIMIT ?2)", older_than,
      rows_per_step);
  return events + audits;
}

std::int64_t release_pages(Session& session) {
  const auto free_pages = [&] { return session.db.find<std::int64_t>("PRAGMA freelist_count").value_or(0); };
  const std::int64_t before = free_pages();
  {
    Query step = session.db.query("PRAGMA incremental_vacuum(500)");
    while (step.next()) {
    }
  }
  const std::int64_t left = free_pages();
  return left < before ? left : 0;
}

}  // namespace trawl::store::sqlite
