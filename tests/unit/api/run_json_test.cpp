#include "api/run_json.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace trawl::api {
namespace {

Time at(std::int64_t ms) {
  return *parse_rfc3339("2026-11-23T14:00:00.000Z") + Millis(ms);
}

RunView sample() {
  model::Run run{.id = 57,
                 .status = model::RunStatus::partial,
                 .trigger_kind = model::TriggerKind::retry,
                 .trigger = "retry:42",
                 .parent = 42,
                 .root = 42,
                 .attempt = 2,
                 .requested_by = {.uid = 1000, .pid = 7, .name = "ann"}};
  run.created_at = at(0), run.started_at = at(5), run.finished_at = at(8128);
  run.platforms = {{.name = "a",
                    .status = model::PlatformStatus::failed,
                    .started_at = at(10),
                    .finished_at = at(822),
                    .errors = 2,
                    .fetches = 3,
                    .bytes = 4711,
                    .tries = 1,
                    .plugin = {.id = "html", .version = "1.0.0", .digest = "x"}},
                   {.name = "b",
                    .status = model::PlatformStatus::succeeded,
                    .started_at = at(10),
                    .finished_at = at(741),
                    .items = {.total = 38, .added = 3, .changed = 5, .removed = 0, .unchanged = 30}}};
  return {.run = std::move(run),
          .effective_status = model::RunStatus::completed,
          .errors = {{.platform = "a",
                      .kind = model::ErrorKind::http_status,
                      .message = "503 Service Unavailable",
                      .url = "http://x/",
                      .http_status = 503,
                      .time = at(800)}}};
}

// Typed by hand from the published description: whoever changes a name breaks a client.
constexpr std::string_view published = R"({
  "id": 57, "status": "partial", "effective_status": "completed", "trigger": "retry:42", "trigger_kind": "retry",
  "parent_run_id": 42, "root_run_id": 42, "attempt": 2, "schedule": null, "requested_by": {"uid": 1000, "name": "ann"},
  "created_at": "2026-11-23T14:00:00.000Z", "started_at": "2026-11-23T14:00:00.005Z",
  "finished_at": "2026-11-23T14:00:08.128Z", "duration_ms": 8123,
  "items": {"total": 38, "added": 3, "changed": 5, "removed": 0, "unchanged": 30}, "error_count": 2,
  "platforms": [
    {"name": "a", "status": "failed", "started_at": "2026-11-23T14:00:00.010Z", "finished_at": "2026-11-23T14:00:00.822Z",
     "duration_ms": 812, "items": 0, "errors": 2, "fetches": 3, "bytes": 4711, "tries": 1,
     "plugin": {"id": "html", "version": "1.0.0"}},
    {"name": "b", "status": "succeeded", "started_at": "2026-11-23T14:00:00.010Z", "finished_at": "2026-11-23T14:00:00.741Z",
     "duration_ms": 731, "items": 38, "errors": 0, "fetches": 0, "bytes": 0, "tries": 0, "plugin": null}],
  "platform_timings": {"b": {"duration_ms": 731, "items_count": 38}},
  "errors": [{"platform": "a", "kind": "http_status", "severity": "error", "message": "503 Service Unavailable",
              "url": "http://x/", "http_status": 503, "time": "2026-11-23T14:00:00.800Z"}]})";

TEST(RunJson, IsTheRunObjectAsPublished) {
  EXPECT_EQ(json::value(to_json(sample(), Include::everything())), json::parse(published));
}

TEST(RunJson, LeavesOutTheLongMembersUnlessAsked) {
  const json::object run = to_json(sample(), {});
  for (const char* member : {"platforms", "platform_timings", "errors", "lineage"})
    EXPECT_FALSE(run.contains(member));
  EXPECT_EQ(run.at("error_count"), 2);
}

TEST(RunJson, WhatHasNotHappenedIsNull) {
  RunView view{.run = {.id = 1, .root = 1}};
  const json::object run = to_json(view, {});
  for (const char* member : {"parent_run_id", "schedule", "started_at", "finished_at", "duration_ms"})
    EXPECT_TRUE(run.at(member).is_null()) << member;
}

}  // namespace
}  // namespace trawl::api
