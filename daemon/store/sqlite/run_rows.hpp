// Rows of runs and platform_outcomes as values of the model. Any connection's thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/lineage.hpp"
#include "store/sqlite/database.hpp"
#include "store/store.hpp"

namespace trawl::store::sqlite {

std::optional<model::Run> find_run(Database&, RunId);
Result<model::Run> load_run(Database&, RunId);          // run_not_found
Result<model::Lineage> load_lineage(Database&, RunId);  // of any member; run_not_found

// For a query that selects run_columns first: the run of the present row, without its platforms.
extern const std::string_view run_columns;
model::Run read_run(const Query&);
void load_platforms(Database&, model::Run&);

// The same for outcome_columns.
extern const std::string_view outcome_columns;
model::PlatformOutcome read_outcome(const Query&);

std::unexpected<Error> no_such_run(RunId);

}  // namespace trawl::store::sqlite
