// Items as chains of versions (see schema.sql): staging what a platform emits, publishing or discarding
// it when the platform ends, and looking at an item as an earlier edition left it. Staging, publishing
// and discarding on the writer's thread, inside a transaction.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "store/sqlite/session.hpp"

namespace trawl::store::sqlite {

using Edition = std::int64_t;

// The edition that a platform of a run works on, or worked on. Nothing before it started.
std::optional<Edition> find_edition(Database&, RunId, std::string_view platform);

// What has been staged for an edition, every key once.
struct Staged {
  std::int64_t fresh = 0;  // new, changed or returned items
  std::int64_t seen = 0;   // as they are stored already
  std::int64_t total() const { return fresh + seen; }
};

Result<> add_items(Session&, RunId, const std::string& platform, std::span<const model::Item>);
Staged count_staged(Database&, Edition);

// How many items that `since` left are not staged for the open edition.
std::int64_t count_missing(Database&, std::string_view platform, Edition open, Edition since);

// Staged items become the present ones. `complete`: what is absent is removed. Returned items count as
// added.
model::ItemCounts publish(Session&, RunId, std::string_view platform, Edition, bool complete);

// Staged items are forgotten, as if they had never been emitted.
void discard(Session&, Edition);

// An item as the edition `limit` left it: the newest version that is no newer, which has no data when the
// item was removed by then. Nothing when the item did not exist yet.
struct Version {
  RunId run = 0;
  std::optional<std::string> data;
};
std::optional<Version> version_at(Database&, std::int64_t newest_version, Edition limit);

}  // namespace trawl::store::sqlite
