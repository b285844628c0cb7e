// Items as they are, or as a run left them. Any connection's thread.
#pragma once

#include <vector>

#include "store/sqlite/database.hpp"
#include "store/store.hpp"

namespace trawl::store::sqlite {

// run_not_found when the filter names a run that is not there. A run's view has only the platforms it
// published (succeeded or partial).
Result<std::vector<StoredItem>> list_items(Database&, const ItemFilter&);

}  // namespace trawl::store::sqlite
