#include "store/sqlite/diff.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "store/sqlite/item_versions.hpp"
#include "store/sqlite/run_rows.hpp"

namespace trawl::store::sqlite {
namespace {

struct Span {
  std::string platform;
  Edition from = 0, to = 0;
};

Result<> check_ended(Database& db, RunId id) {
  const auto status = db.find<std::string>("SELECT status FROM runs WHERE id = ?1", id);
  if (!status) return no_such_run(id);
  if (*status == "queued" || *status == "running")
    return refuse(Code::run_active, fmt::format("run {} is still {}", id, *status),
                  fmt::format("wait for its end: trawlctl runs watch {}", id), {{"run_id", id}});
  return {};
}

std::vector<Span> shared_platforms(Database& db, RunId from, RunId to) {
  std::vector<Span> spans;
  Query row = db.query(
      "SELECT b.name, a.edition, b.edition FROM platform_outcomes b"
      " JOIN platform_outcomes a ON a.run_id = ?1 AND a.name = b.name"
      " WHERE b.run_id = ?2 AND b.status IN ('succeeded', 'partial') ORDER BY b.position",
      from, to);
  while (row.next()) spans.push_back({row.get<std::string>(0), row.get<Edition>(1), row.get<Edition>(2)});
  return spans;
}

std::string op_of(const std::optional<Version>& before, const std::optional<Version>& after) {
  if (!before) return "added";
  if (!before->data) return "returned";
  return after && after->data ? "changed" : "removed";
}

std::optional<std::string> data_of(const std::optional<Version>& version) {
  return version ? version->data : std::nullopt;
}

bool add_changes(Database& db, const Span& span, std::vector<ItemChange>& changes) {
  // Only items with a version between the two editions can differ.
  Query row = db.query(
      "SELECT DISTINCT v.item_id, i.kind, i.key, i.version_id FROM item_versions v JOIN items i ON i.id = "
      "v.item_id"
      " WHERE v.edition > ?1 AND v.edition <= ?2"
      " AND i.platform_id = (SELECT id FROM platforms WHERE name = ?3) ORDER BY v.item_id",
      std::min(span.from, span.to), std::max(span.from, span.to), span.platform);
  while (row.next()) {
    const auto newest = row.get<std::int64_t>(3);
    const auto before = version_at(db, newest, span.from);
    const auto after = version_at(db, newest, span.to);
    if (data_of(before) == data_of(after)) continue;
    if (changes.size() == max_changes) return false;
    changes.push_back({op_of(before, after), span.platform, row.get<std::string>(1), row.get<std::string>(2),
                       data_of(before).value_or(""), data_of(after).value_or("")});
  }
  return true;
}

}  // namespace

Result<std::vector<ItemChange>> diff(Database& db, RunId from, RunId to) {
  for (const RunId run : {from, to})
    if (auto ended = check_ended(db, run); !ended) return std::unexpected(ended.error());
  std::vector<ItemChange> changes;
  for (const Span& span : shared_platforms(db, from, to))
    if (!add_changes(db, span, changes))
      return refuse(Code::overloaded,
                    fmt::format("runs {} and {} differ in more than {} items", from, to, max_changes),
                    "list the items of both runs, platform by platform");
  return changes;
}

}  // namespace trawl::store::sqlite
