// Staying with a run until it has ended: --wait asks, --watch shows. The run does not depend on either.
#pragma once

#include "trawlctl/session.hpp"

namespace trawl::ctl {

// What `run` and `retry` do after the run was made: nothing, wait, or watch. Prints the answer or the
// finished run; returns the exit code (of the run with --wait and --watch).
Result<int> follow_as_asked(Session&, std::int64_t run, const json::value& answer);

// Shows every change until the run has ended.
Result<int> watch_run(Session&, std::int64_t run);

}  // namespace trawl::ctl
