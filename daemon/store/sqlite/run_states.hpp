// How runs and platforms move from state to state: each move checks the state before it and has a row
// in the journal. Ended states never change; the triggers of schema.sql say the same once more. The
// writer's thread, inside a transaction.
#pragma once

#include <optional>
#include <string>

#include "store/sqlite/session.hpp"

namespace trawl::store::sqlite {

Result<> start_run(Session&, RunId, Time);
Result<> start_platform(Session&, const PlatformStart&);
Result<> restart_platform(Session&, RunId, const std::string& platform);
Result<model::Run> cancel_run(Session&, RunId, Time, const std::optional<AuditRow>&);
Result<> interrupt_run(Session&, RunId, Time);

// Writes the end of a platform: all of `outcome` that the end decides, and its journal row.
void write_platform_end(Session&, RunId, const model::PlatformOutcome& outcome);

// The run's status when none of its platforms is left to end, written with its journal row.
std::optional<model::RunStatus> close_run_if_ended(Session&, RunId, Time);

}  // namespace trawl::store::sqlite
