// Error records of platforms. Writing on the writer's thread, reading on any connection's.
#pragma once

#include <span>
#include <vector>

#include "store/sqlite/session.hpp"

namespace trawl::store::sqlite {

// Records errors of platforms that have not ended, counts them, and tells the journal. Refused with
// internal_error when a record names a platform that the run did not ask for or that has ended.
Result<> add_errors(Session&, RunId, std::span<const model::ErrorRecord>);

std::vector<std::pair<model::ErrorKind, std::int64_t>> count_errors(Database&, RunId from);
Result<std::vector<StoredError>> list_errors(Database&, const ErrorFilter&);

}  // namespace trawl::store::sqlite
