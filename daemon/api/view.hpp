// Runs as callers see them, gathered from the store: with effective status and, when asked for, errors
// and lineage. Main thread; one Viewer per request, because it remembers what it has read.
#pragma once

#include <map>

#include "api/run_json.hpp"
#include "base/task.hpp"
#include "store/store.hpp"

namespace trawl::api {

class Viewer {
 public:
  explicit Viewer(store::Store& store) : store_(store) {}

  Task<Result<json::object>> view(model::Run, Include);
  Task<Result<json::object>> view(model::RunId, Include);  // run_not_found

  // {attempts, newest_run_id, active_run_id}: what a list shows of a run and its retries in one row.
  Task<Result<json::object>> fold(const model::Run&);

  // Reads the lineage only when the answer is not evident from the run itself.
  Task<Result<model::RunStatus>> effective_status(const model::Run&);

 private:
  Task<Result<const model::Lineage*>> lineage(const model::Run&);

  store::Store& store_;
  std::map<model::RunId, model::Lineage> lineages_;  // by root
};

}  // namespace trawl::api
