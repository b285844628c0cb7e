// The list of runs, newest first, filtered and paged by key. Any connection's thread.
#pragma once

#include <vector>

#include "store/sqlite/database.hpp"
#include "store/store.hpp"

namespace trawl::store::sqlite {

std::vector<model::Run> list_runs(Database&, const RunFilter&);

}  // namespace trawl::store::sqlite
