// What a daemon does for the one before it: whatever that left queued or running is ended, so that no
// run is active that nobody works on. Called by the thread that opens the store, before anybody else
// uses it.
#pragma once

#include "base/time.hpp"
#include "store/sqlite/database.hpp"

namespace trawl::store::sqlite {

// Counts this daemon in and returns its number.
std::int64_t begin_epoch(Database&);

// Interrupts the active runs of earlier epochs, one transaction per run, and drops what they had staged.
// Returns their number.
std::int64_t recover(Database&, std::int64_t epoch, Time now);

}  // namespace trawl::store::sqlite
