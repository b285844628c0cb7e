// A platform's outcomes, newest run first. Any connection's thread.
#pragma once

#include <vector>

#include "store/sqlite/database.hpp"
#include "store/store.hpp"

namespace trawl::store::sqlite {

std::vector<HistoryEntry> history(Database&, const HistoryFilter&);

}  // namespace trawl::store::sqlite
