#include "trawlctl/progress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace trawl::ctl {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Kind = client::Update::Kind;

client::Update update(Kind kind, std::string_view body) {
  return {kind, boost::json::parse(body).as_object()};
}

RunProgress begun() {
  RunProgress progress({.unicode = false});
  progress.apply(update(Kind::snapshot,
                        R"({"id":7,"status":"running","platforms":[{"name":"a","status":"pending","items":0},
                                            {"name":"b","status":"running","items":3}],"errors":[]})"));
  return progress;
}

TEST(RunProgress, SnapshotTellsTheRunAndItsPlatforms) {
  RunProgress progress({.unicode = false});
  EXPECT_THAT(
      progress.apply(update(Kind::snapshot,
                            R"({"id":7,"status":"queued","platforms":[{"name":"a","status":"pending"}]})")),
      ElementsAre("run 7  . queued", "a  . pending"));
}

TEST(RunProgress, EveryChangeIsOneLine) {
  RunProgress progress = begun();
  EXPECT_THAT(
      progress.apply(update(Kind::event, R"({"seq":1,"type":"platform.started","platform":"a","data":{}})")),
      ElementsAre("a  > running"));
  EXPECT_THAT(progress.apply(update(Kind::event, R"({"seq":2,"type":"error.recorded","platform":"a","data":
                                     {"kind":"http_status","message":"503 Service Unavailable","url":"http://x/"}})")),
              ElementsAre("a  http_status: 503 Service Unavailable (http://x/)"));
  EXPECT_THAT(
      progress.apply(update(
          Kind::event,
          R"({"seq":3,"type":"platform.finished","platform":"a","data":{"status":"failed","items":0}})")),
      ElementsAre("a  x failed  http_status: 503 Service Unavailable (http://x/)"));
  EXPECT_THAT(
      progress.apply(update(Kind::event, R"({"seq":4,"type":"run.finished","data":{"status":"partial"}})")),
      ElementsAre("run 7  ~ partial"));
  EXPECT_TRUE(progress.finished());
  EXPECT_EQ(progress.status(), "partial");
}

TEST(RunProgress, DrawsABarOfWhatThePluginAnnounced) {
  RunProgress progress = begun();
  progress.apply(
      update(Kind::tick, R"({"type":"progress","platform":"b","data":{"items":5,"done":5,"total":10}})"));
  const auto lines = progress.draw(24, 80, 0);
  EXPECT_THAT(lines, ElementsAre(HasSubstr("...................."), HasSubstr("##########.........."),
                                 HasSubstr("0 of 2 done")));
}

TEST(RunProgress, DrawsNoMoreLinesThanTheScreenHas) {
  RunProgress progress({.unicode = false});
  std::string platforms;
  for (int i = 0; i < 45; ++i)
    platforms += (i ? "," : "") + std::string(R"({"name":"p)") + std::to_string(i) + R"(","status":")" +
                 (i == 44 ? "failed" : "pending") + R"("})";
  progress.apply(update(Kind::snapshot, R"({"id":1,"status":"running","platforms":[)" + platforms + "]}"));
  const auto lines = progress.draw(10, 80, 0);
  EXPECT_EQ(lines.size(), 10U);
  EXPECT_THAT(lines.front(), HasSubstr("p44")) << "what failed comes before what waits";
  EXPECT_THAT(lines[8], HasSubstr("and 37 more"));
}

TEST(RunProgress, HostileTextCannotDriveTheTerminal) {
  RunProgress progress = begun();
  const auto lines =
      progress.apply(update(Kind::event, R"({"seq":2,"type":"error.recorded","platform":"a","data":
                                     {"kind":"parse","message":"\u001b[2Jgone"}})"));
  EXPECT_EQ(lines.front(), "a  parse: gone");
}

}  // namespace
}  // namespace trawl::ctl
