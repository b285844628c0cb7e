// Retention, in steps that are a small transaction each, so that writers get their turn in between.
// The writer's thread.
#pragma once

#include "store/sqlite/session.hpp"

namespace trawl::store::sqlite {

struct PruneLimits {
  std::int64_t keep_runs = 0;  // the newest runs that stay; 0: no limit by number
  Time older_than{};           // what ended before this goes
};

// Deletes some whole lineages whose newest run is beyond a limit; returns the number of runs, 0 when
// nothing is left to delete. Never an active lineage, nor one that holds the last success of a platform.
std::int64_t prune_runs(Session&, const PruneLimits&);

// Deletes versions of items that no remaining run's view reaches, for a slice of items after `cursor`.
// Returns the next cursor, 0 at the end.
std::int64_t prune_versions(Session&, std::int64_t cursor);

// Deletes some of the oldest journal and audit rows; returns their number.
std::int64_t prune_journal(Session&, Time older_than);

// Gives some free pages back to the file system; returns how many are left, 0 when nothing more can be given.
std::int64_t release_pages(Session&);

}  // namespace trawl::store::sqlite
