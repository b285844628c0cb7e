// The verbs' handlers, by the file that has them. Only verbs.cpp names them all.
#pragma once

#include "trawlctl/session.hpp"

namespace trawl::ctl {

// verbs_runs.cpp
Result<int> start_run(Session&);
Result<int> retry_run(Session&);
Result<int> list_runs(Session&);
Result<int> show_run(Session&);
Result<int> cancel_run(Session&);
Result<int> watch_named_run(Session&);
Result<int> diff_runs(Session&);
Result<int> list_errors(Session&);

// verbs_items.cpp
Result<int> list_items(Session&);

// verbs_configured.cpp
Result<int> list_schedules(Session&);
Result<int> next_firings(Session&);
Result<int> change_schedule(Session&);
Result<int> trigger_schedule(Session&);
Result<int> list_platforms(Session&);
Result<int> change_platform(Session&);
Result<int> list_plugins(Session&);
Result<int> show_plugin(Session&);

// verbs_config.cpp
Result<int> check_config(Session&);
Result<int> reload_config(Session&);
Result<int> show_config(Session&);

// verbs_journal.cpp
Result<int> list_events(Session&);
Result<int> list_logs(Session&);

// verbs_daemon.cpp
Result<int> show_status(Session&);
Result<int> call_method(Session&);
Result<int> describe_method(Session&);

// verbs_web.cpp
Result<int> show_page_address(Session&);

// doctor.cpp, cron.cpp, robots.cpp, demo/demo.cpp
Result<int> examine(Session&);
Result<int> print_cron(Session&);
Result<int> judge_paths(Session&);
Result<int> show_demo(Session&);

}  // namespace trawl::ctl
