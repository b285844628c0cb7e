// Rows of the method table: runs, their errors and items, and the journal.
#include "api/rows.hpp"
#include "model/trigger_kind.hpp"

namespace trawl::api::rows {
namespace {

using enum Role;

Param run_id(bool required) {
  return {.name = "run_id",
          .type = Type::run,
          .about = "a run's id, \"last\" or \"latest-failed\"",
          .required = required};
}
Param include() {
  return {.name = "include",
          .type = Type::names,
          .about = "longer members of the run object to add",
          .max = 8,
          .one_of = {"platforms", "platform_timings", "errors", "lineage"}};
}
Param which_platforms(std::string_view about) {
  return {.name = "platforms", .type = Type::names, .about = about, .max = 1000};
}
Param since() {
  return {.name = "since",
          .type = Type::integer,
          .about = "tell what came after this journal position",
          .min = 0};
}
Param types() {
  return {.name = "types",
          .type = Type::names,
          .about = "event types (\"run.finished\") or groups of them (\"run\")",
          .max = 50};
}
Param show_snapshot() {
  return {.name = "snapshot",
          .type = Type::flag,
          .about = "send the state at the beginning; on unless since is given"};
}
const Param cursor{.name = "cursor", .about = "next_cursor of the page before", .min = 1, .max = 64};

std::vector<std::string_view> run_statuses() {
  return {"queued",    "running",     "completed", "partial", "failed",
          "cancelled", "interrupted", "expired",   "pending"};
}

std::vector<std::string_view> error_kinds() {
  std::vector<std::string_view> names;
  for (const auto& row : model::error_kind_table()) names.push_back(row.name);
  return names;
}

std::vector<Field> subscribed() {
  return {{"subscription", "string", "names the stream in its notifications"},
          {"seq", "integer", "the stream tells what comes after this journal position"},
          {"epoch", "string", "id of the database; a change means that positions start anew"},
          {"snapshot", "object", "the state at seq: the run, or {runs} with every active one"}};
}

std::vector<Field> run_members() {
  return {{"id", "integer", "from 1, ascending"},
          {"status", "string", "queued running completed partial failed cancelled interrupted expired"},
          {"effective_status", "string", "the status over the run and its retries"},
          {"trigger", "string", "what made it: \"schedule:hourly\", \"manual\", \"retry:42\""},
          {"trigger_kind", "string", "schedule catchup manual retry auto_retry resume api"},
          {"parent_run_id", "integer|null", "the run it retries"},
          {"root_run_id", "integer", "the first run of the lineage"},
          {"attempt", "integer", "1 for the first run of the lineage"},
          {"schedule", "string|null", "the schedule it belongs to"},
          {"requested_by", "object", "{uid, name}"},
          {"created_at", "string", "RFC 3339"},
          {"started_at", "string|null", "RFC 3339"},
          {"finished_at", "string|null", "RFC 3339"},
          {"duration_ms", "integer|null", "from start to end"},
          {"items", "object", "{total, added, changed, removed, unchanged}"},
          {"error_count", "integer", "errors of all platforms"},
          {"note", "string", "the remark it was started with, if any"},
          {"cancel_requested", "boolean", "true once someone asked for its end"},
          {"platforms", "array", "a row per requested platform"},
          {"platform_timings", "object", "the platforms that succeeded"},
          {"errors", "array", "the first 500; errors.list has all"},
          {"lineage", "array", "all attempts, when included"},
          {"folded", "object", "{attempts, newest_run_id, active_run_id}, in a folded list"}};
}

}  // namespace

std::vector<Method> runs() {
  return {
      {.name = "runs.start",
       .role = operator_,
       .summary = "Start a run",
       .params = {which_platforms("which; without it those of schedule, or every enabled one"),
                  filter("schedule", "take its platforms, and count as its run"), note()},
       .result = started(),
       .handler = runs_start,
       .changes = true,
       .dry_run = true,
       .http = {{"POST", "/api/v1/runs", 202}, {"POST", "/api/scrape", 202}}},
      {.name = "runs.retry",
       .role = operator_,
       .summary = "Retry exactly what failed in a run, as a new run",
       .params = {run_id(true),
                  which_platforms("which of the run's; without it all that have not succeeded since"),
                  {.name = "force", .type = Type::flag, .about = "also disabled platforms, when named"},
                  {.name = "config",
                   .about = "which configuration to use",
                   .one_of = {"current"},
                   .fallback = "current"}},
       .result = started({{"platforms_retried", "array", "the same as platforms"},
                          {"parent_run_id", "integer", "the run that is retried"},
                          {"root_run_id", "integer", "the first run of the lineage"},
                          {"attempt", "integer", "number within the lineage"}}),
       .handler = runs_retry,
       .changes = true,
       .dry_run = true,
       .http = {{"POST", "/api/v1/runs/{run_id}/retry", 202}, {"POST", "/api/scrape/{run_id}/retry", 202}}},
      {.name = "runs.retry_plan",
       .summary = "What a retry would do, platform by platform",
       .params = {run_id(true)},
       .result = {{"run_id", "integer", "the run asked about"},
                  {"platforms", "array",
                   "{name, status, effective_status, errors, preselected, selectable, reason, succeeded_in, "
                   "no_result, "
                   "kinds [{kind, count, message}], verdict likely|unlikely|unknown|null, verdict_reason, "
                   "last_success {run_id, finished_at}|null, expected_ms}"},
                  {"default", "array", "what would be retried when none is named"},
                  {"active_retry", "integer|null", "a retry that is under way"},
                  {"active_retry_platforms", "array", "which it has still to run"},
                  {"next_attempt", "integer", ""},
                  {"configuration_changed", "boolean",
                   "a retry would use another configuration than the run"},
                  {"refusal", "object|null", "the error a retry would get now"}},
       .handler = runs_retry_plan,
       .http = {{"GET", "/api/v1/runs/{run_id}/retry"}, {"GET", "/api/scrape/{run_id}/retry"}}},
      {.name = "runs.cancel",
       .role = operator_,
       .summary = "End a run early",
       .params = {run_id(true)},
       .result = {{"run_id", "integer", ""},
                  {"status", "string", "its status now"},
                  {"unfinished", "array", "platforms that have yet to end"},
                  {"run", "run", ""},
                  dry_run_said},
       .handler = runs_cancel,
       .changes = true,
       .dry_run = true,
       .http = {{"POST", "/api/v1/runs/{run_id}/cancel", 202}, {"POST", "/api/scrape/{run_id}/cancel", 202}}},
      {.name = "runs.get",
       .summary = "One run",
       .params = {run_id(true), include()},
       .result = run_members(),
       .handler = runs_get,
       .http = {{"GET", "/api/v1/runs/{run_id}"}, {"GET", "/api/scrape/{run_id}"}}},
      {.name = "runs.list",
       .summary = "Runs, newest first",
       .params = {{.name = "status", .about = "only these", .one_of = run_statuses()},
                  {.name = "effective_status",
                   .about = "only these, over their retries",
                   .one_of = run_statuses()},
                  {.name = "trigger_kind",
                   .about = "only these",
                   .one_of = {model::trigger_kind_names().begin(), model::trigger_kind_names().end()}},
                  filter("platform", "only runs that asked for it"),
                  filter("schedule", "only runs of it"),
                  {.name = "active", .type = Type::flag, .about = "only runs that have not ended"},
                  {.name = "fold",
                   .type = Type::flag,
                   .about = "no retries: each run tells of its own in folded"},
                  include(),
                  limit(50, 500),
                  cursor},
       .result = {{"runs", "array", "run objects"}, next_cursor},
       .handler = runs_list,
       .http = {{"GET", "/api/v1/runs"},
                {"GET", "/api/scrape/runs"},
                {"GET", "/api/scrape/runs/active", 200, {{"active", true}}}}},
      {.name = "runs.lineage",
       .summary = "A run and its retries, and what they amount to",
       .params = {run_id(true)},
       .result = {{"root_run_id", "integer", ""},
                  {"effective_status", "string", ""},
                  {"attempts", "array", "run objects, by attempt"},
                  {"platforms", "array", "each from the attempt that counts, with its run_id"}},
       .handler = runs_lineage,
       .http = {{"GET", "/api/v1/runs/{run_id}/lineage"}}},
      {.name = "runs.diff",
       .summary = "What run b published against what run a had left",
       .params = {{.name = "a", .type = Type::run, .about = "the earlier run", .required = true},
                  {.name = "b", .type = Type::run, .about = "the later run", .required = true},
                  limit(1000, 5000)},
       .result = {{"a", "integer", ""},
                  {"b", "integer", ""},
                  {"counts", "object", "{added, changed, removed, returned}"},
                  {"changes", "array", "{op, platform, kind, key, before, after}"},
                  {"truncated", "boolean", "there are more changes than limit"}},
       .handler = runs_diff,
       .http = {{"GET", "/api/v1/runs/diff"}}},
      {.name = "runs.analytics",
       .summary = "How the days went, and each platform at once and after retries",
       .params = {{.name = "days",
                   .type = Type::integer,
                   .about = "the last days, UTC, with today",
                   .min = 1,
                   .max = 90,
                   .fallback = 7}},
       .result = {{"from", "string", "RFC 3339"},
                  {"to", "string", "RFC 3339, exclusive"},
                  {"days", "array",
                   "oldest first: {date, runs {total, completed, ...}, duration_ms {p50, p95}, items {total, "
                   "added, "
                   "changed, removed}, errors}"},
                  {"platforms", "array",
                   "{name, outcomes, first_attempt {succeeded, of}, after_retries {succeeded, of}, "
                   "duration_ms {p50, "
                   "p95}, items}"},
                  {"error_kinds", "array", "{kind, count}, the most frequent first"}},
       .handler = runs_analytics,
       .http = {{"GET", "/api/v1/analytics"}, {"GET", "/api/scrape/analytics"}}},
      {.name = "runs.watch",
       .summary = "Follow one run to its end, or all runs",
       .params = {run_id(false),
                  types(),
                  since(),
                  show_snapshot(),
                  {.name = "tick_hz",
                   .type = Type::integer,
                   .about = "progress figures a second and platform; 0: none",
                   .min = 0,
                   .max = 20,
                   .fallback = 4}},
       .result = subscribed(),
       .handler = runs_watch,
       .streams = true},
      {.name = "runs.wait",
       .summary = "Answer when the run has ended, or the time is up",
       .params = {run_id(true),
                  {.name = "timeout_ms",
                   .type = Type::integer,
                   .about = "how long to wait at most",
                   .min = 0,
                   .max = 600'000,
                   .fallback = 30'000}},
       .result = {{"finished", "boolean", "false: the time was up first"}, {"run", "run", ""}},
       .handler = runs_wait,
       .time_limit = Millis(630'000),
       .http = {{"GET", "/api/v1/runs/{run_id}/wait"}}},
  };
}

std::vector<Method> records() {
  return {
      {.name = "errors.list",
       .summary = "Errors, in the order they were recorded",
       .params = {run_id(false),
                  filter("platform", "only of this one"),
                  {.name = "kind", .about = "only of this kind", .one_of = error_kinds()},
                  limit(50, 500),
                  cursor},
       .result = {{"errors", "array", "{run_id, platform, kind, severity, message, url, http_status, time}"},
                  next_cursor},
       .handler = errors_list,
       .http = {{"GET", "/api/v1/errors"}, {"GET", "/api/v1/runs/{run_id}/errors"}}},
      {.name = "errors.groups",
       .summary = "A run's errors, those that say the same as one",
       .params = {run_id(true), filter("platform", "only of this one")},
       .result =
           {{"groups", "array",
             "errors before warnings, the most frequent first: {kind, severity, message, count, http_status, "
             "platforms, urls, first_time, last_time}"},
            {"truncated", "boolean", "there are more errors, or more groups, than were looked at"}},
       .handler = errors_groups,
       .http = {{"GET", "/api/v1/runs/{run_id}/errors/groups"}}},
      {.name = "items.query",
       .summary = "Items as they are now, or as a run left them",
       .params = {run_id(false), filter("platform", "only of this one"), limit(50, 500), cursor},
       .result = {{"items", "array", "{platform, kind, key, data, first_run_id, changed_run_id}"},
                  next_cursor},
       .handler = items_query,
       .http = {{"GET", "/api/v1/items"}, {"GET", "/api/items"}}},
      {.name = "events.list",
       .summary = "The journal; without since or cursor its newest rows",
       .params = {since(), types(), limit(50, 500), cursor},
       .result = {{"events", "array", "{seq, epoch, type, time, run_id, platform, schedule, data}"},
                  {"seq", "integer", "position reached; since for the next call"},
                  next_cursor},
       .handler = events_list,
       .http = {{"GET", "/api/v1/journal"}}},
      {.name = "events.watch",
       .summary = "Follow the journal",
       .params = {since(), types(), show_snapshot()},
       .result = subscribed(),
       .handler = events_watch,
       .streams = true},
  };
}

}  // namespace trawl::api::rows
