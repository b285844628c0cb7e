#include "trawlctl/run_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace trawl::ctl {
namespace {

using testing::HasSubstr;
using testing::Not;

Printer printer() {
  return Printer(Format::table, {.unicode = false}, [](std::string_view) {});
}

const boost::json::value run = boost::json::parse(R"({
  "id": 1, "status": "partial", "effective_status": "completed", "trigger": "schedule:demo", "attempt": 1, "root_run_id": 1,
  "requested_by": {"uid": null, "name": null}, "created_at": "2026-11-23T14:00:00.000Z", "finished_at": "2026-11-23T14:00:08.123Z",
  "duration_ms": 8123, "items": {"total": 3, "added": 3, "changed": 0, "removed": 0, "unchanged": 0}, "error_count": 1,
  "platforms": [{"name": "shop", "status": "succeeded", "items": 3, "errors": 0, "fetches": 2, "duration_ms": 812,
                 "plugin": {"id": "html", "version": "1.0.0"}},
                {"name": "news", "status": "failed", "items": 0, "errors": 1, "fetches": 1, "duration_ms": 20, "plugin": null}],
  "errors": [{"platform": "news", "kind": "http_status", "severity": "error", "message": "503 Service Unavailable",
              "url": "http://news.example/"}]})");

TEST(DrawRun, TellsWhatTheRetriesMadeOfIt) {
  EXPECT_THAT(draw_run(run, printer()), HasSubstr("run 1  ~ partial -> + completed"));
}

TEST(DrawRun, HasALinePerPlatformAndPerError) {
  const std::string drawn = draw_run(run, printer());
  EXPECT_THAT(drawn, HasSubstr("shop      + succeeded      3       0        2  812 ms  html 1.0.0"));
  EXPECT_THAT(drawn,
              HasSubstr("news      http_status  error     503 Service Unavailable  http://news.example/"));
}

TEST(DrawRuns, SaysWhenThereAreNone) {
  EXPECT_EQ(draw_runs(boost::json::parse(R"({"runs":[]})"), printer()), "no runs\n");
}

TEST(DrawRuns, SaysWhenOlderOnesExist) {
  EXPECT_THAT(draw_runs(boost::json::parse(R"({"runs":[{"id":2,"status":"completed"}],"next_cursor":"r1"})"),
                        printer()),
              HasSubstr("older"));
  EXPECT_THAT(draw_runs(boost::json::parse(R"({"runs":[{"id":2,"status":"completed"}],"next_cursor":null})"),
                        printer()),
              Not(HasSubstr("older")));
}

TEST(DrawRetryPlan, MarksWhatIsRetriedAndSaysWhyNot) {
  const std::string drawn = draw_retry_plan(boost::json::parse(R"({"run_id":1,"platforms":[
      {"name":"news","status":"failed","effective_status":"failed","errors":1,"preselected":true,"reason":null,"succeeded_in":null},
      {"name":"shop","status":"failed","effective_status":"succeeded","errors":2,"preselected":false,"reason":null,"succeeded_in":3}],
      "refusal":{"code":1202,"message":"run 5 retries news"}})"),
                                            printer());
  EXPECT_THAT(drawn, HasSubstr("yes    news      x failed  x failed          1"));
  EXPECT_THAT(drawn, HasSubstr("succeeded in run 3"));
  EXPECT_THAT(drawn, HasSubstr("would be refused: run 5 retries news"));
}

TEST(DrawDiff, CountsTheChanges) {
  const std::string drawn =
      draw_diff(boost::json::parse(R"({"a":1,"b":2,"counts":{"added":1,"changed":0,"removed":0,"returned":0},
      "changes":[{"op":"added","platform":"news","kind":"","key":"x","before":null,"after":{"title":"x"}}],"truncated":false})"),
                printer());
  EXPECT_THAT(drawn, HasSubstr(R"(added   news      x    {"title":"x"})"));
  EXPECT_THAT(drawn, HasSubstr("1 added, 0 changed, 0 removed, 0 returned"));
}

}  // namespace
}  // namespace trawl::ctl
