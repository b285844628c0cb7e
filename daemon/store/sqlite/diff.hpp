// What changed between the items that two runs left. Any connection's thread.
#pragma once

#include <vector>

#include "store/sqlite/database.hpp"
#include "store/store.hpp"

namespace trawl::store::sqlite {

inline constexpr std::size_t max_changes = 100'000;

// Run `to` against run `from`, for the platforms that both requested and `to` published. Where `from`
// published nothing, what it left is what was stored when it ended. Ordered by platform (as `to`
// requested them), then by first emission. Refused: run_not_found, run_active while either runs,
// overloaded beyond max_changes.
Result<std::vector<ItemChange>> diff(Database&, RunId from, RunId to);

}  // namespace trawl::store::sqlite
