// The handlers of the method table, by subject. Each turns checked parameters into a call of the engine
// or the store, and the answer into JSON. Main thread.
#pragma once

#include "api/method.hpp"

namespace trawl::api {

// rpc_operations.cpp
Answer rpc_hello(Call&);
Answer rpc_ping(Call&);
Answer rpc_methods(Call&);
Answer rpc_describe(Call&);
Answer rpc_discover(Call&);
Answer rpc_cancel(Call&);
Answer rpc_unsubscribe(Call&);

// daemon_operations.cpp
Task<Answer> daemon_status(Call&);
Task<Answer> daemon_health(Call&);
Task<Answer> daemon_metrics(Call&);
Answer daemon_log_level(Call&);
Task<Answer> daemon_shutdown(Call&);

// run_operations.cpp
Task<Answer> runs_start(Call&);
Task<Answer> runs_cancel(Call&);
Task<Answer> runs_get(Call&);
Task<Answer> runs_list(Call&);
Task<Answer> runs_lineage(Call&);
Task<Answer> runs_diff(Call&);

// retry_operations.cpp
Task<Answer> runs_retry(Call&);
Task<Answer> runs_retry_plan(Call&);

// watch_operations.cpp
Task<Answer> runs_watch(Call&);
Task<Answer> runs_wait(Call&);
Task<Answer> events_watch(Call&);
Task<Answer> events_list(Call&);

// query_operations.cpp
Task<Answer> errors_list(Call&);
Task<Answer> items_query(Call&);

// figure_operations.cpp
Task<Answer> runs_analytics(Call&);
Task<Answer> platforms_history(Call&);
Task<Answer> errors_groups(Call&);

// platform_operations.cpp
Task<Answer> platforms_list(Call&);
Task<Answer> platforms_enable(Call&);
Task<Answer> platforms_disable(Call&);
Answer plugins_list(Call&);
Answer plugins_get(Call&);

// schedule_operations.cpp
Answer schedules_list(Call&);
Answer schedules_get(Call&);
Answer schedules_next(Call&);
Task<Answer> schedules_pause(Call&);
Task<Answer> schedules_resume(Call&);
Task<Answer> schedules_trigger(Call&);

// config_operations.cpp
Task<Answer> config_check(Call&);
Task<Answer> config_reload(Call&);
Answer config_get(Call&);

// web_operations.cpp
Answer web_code(Call&);
Answer web_redeem(Call&);

// The run that a parameter names, also by "last" (the newest) and "latest-failed" (the newest whose
// lineage is not completed). run_not_found.
Task<Result<RunId>> resolve_run(Call&, std::string_view param);

// Starts a run, or with dry_run says what would run: runs.start and schedules.trigger.
Task<Answer> start_or_plan(Call&, StartRequest);

// What starting a run answers: runs.start, schedules.trigger and, with more members, runs.retry.
json::object started_json(const store::Created&);
json::array to_json(const std::vector<model::SkippedPlatform>&);

}  // namespace trawl::api
