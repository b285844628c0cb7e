// What several rows of the method table share, and the rows' files: each holds the methods of a subject.
#pragma once

#include "api/operations.hpp"
#include "api/table.hpp"

namespace trawl::api::rows {

std::vector<Method> rpc();  // rows_daemon.cpp
std::vector<Method> daemon();
std::vector<Method> config();
std::vector<Method> web();
std::vector<Method> runs();       // rows_runs.cpp
std::vector<Method> records();    // errors, items, events
std::vector<Method> platforms();  // rows_platforms.cpp; plugins too
std::vector<Method> schedules();

inline Param limit(std::int64_t fallback, std::int64_t most) {
  return {.name = "limit",
          .type = Type::integer,
          .about = "at most this many",
          .min = 1,
          .max = most,
          .fallback = fallback};
}
inline Param name(std::string_view about) {
  return {.name = "name", .about = about, .required = true, .min = 1, .max = 200};
}
inline Param filter(std::string_view what, std::string_view about) {
  return {.name = what, .about = about, .min = 1, .max = 200};
}
inline Param note() {
  return {.name = "note", .about = "a remark kept with the run", .max = 1000};
}

inline const Field next_cursor{"next_cursor", "string|null",
                               "ask with it for the next page; null at the end"};
inline const Field dry_run_said{"dry_run", "boolean", "true: nothing was done"};

// The result of whatever starts a run.
inline std::vector<Field> started(std::vector<Field> more = {}) {
  std::vector<Field> fields{
      {"run_id", "integer", "the new run"},
      {"new_run_id", "integer", "the same, as HTTP clients know it"},
      {"platforms", "array", "its platforms, in order"},
      {"platforms_skipped", "array", "what was implied but cannot run now: {name, reason}"},
      {"message", "string", "one sentence"},
      {"status", "string", "the new run's status"},
      {"trigger", "string", "\"manual\", \"retry:42\""},
      {"replayed", "boolean", "the idempotency key was seen before; nothing new was made"},
      {"run", "run", "the new run"},
      dry_run_said,
  };
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

}  // namespace trawl::api::rows
