// The demo plugin keeps what its schema promises.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "tests/unit/worker/conversation.hpp"
#include "trawl/plugin.h"

namespace trawl::worker {
namespace {

Conversation demo(const std::string& config, const std::string& trigger = "manual") {
  Conversation script = conversation_with("demo", config);
  script.launch.plugin = plugin_folder / "demo.so";
  script.start.trigger = trigger;
  script.start.seed = 7;
  return script;
}

TEST(Demo, MakesTenItemsUnlessAskedForMore) {
  EXPECT_EQ(hold(demo("{}")).all<wire::Item>().size(), 10u);
  const Outcome many = hold(demo(R"({"items":200})"));
  EXPECT_EQ(many.all<wire::Item>().size(), 200u);
  EXPECT_EQ(many.all<wire::Item>()[1].data, R"({"number":2,"title":"Item 2"})");
  EXPECT_EQ(many.all<wire::Progress>().back().done, 200u);
}

TEST(Demo, AShareOfTheItemsFailsTheSameWayForTheSameSeed) {
  const Outcome first = hold(demo(R"({"items":100,"fail_rate":0.2})"));
  const auto errors = first.all<wire::Report>().size();
  EXPECT_GT(errors, 5u);
  EXPECT_LT(errors, 40u);
  EXPECT_EQ(first.all<wire::Item>().size() + errors, 100u);
  EXPECT_EQ(hold(demo(R"({"items":100,"fail_rate":0.2})")).all<wire::Report>().size(), errors);
}

TEST(Demo, CrashesAfterSoManyItems) {
  const Outcome outcome = hold(demo(R"({"fault":"crash","after":3})"));
  EXPECT_EQ(outcome.all<wire::Item>().size(), 3u);
  EXPECT_TRUE(outcome.died());
}

TEST(Demo, WorksInARetryWhenTheFaultEndsThen) {
  const std::string config = R"({"fault":"crash","until":"retry"})";
  EXPECT_TRUE(hold(demo(config)).died());
  EXPECT_TRUE(hold(demo(config, "retry:42")).succeeded());
  EXPECT_TRUE(hold(demo(config, "auto_retry:42")).succeeded());
}

TEST(Demo, CountsItsFaultyAttemptsInTheState) {
  Conversation script = demo(R"({"fault":"fail","faulty_attempts":2})");
  EXPECT_FALSE(hold(script).succeeded());
  script.start.state = {{"attempts", "1"}};
  EXPECT_FALSE(hold(script).succeeded());
  script.start.state = {{"attempts", "2"}};
  EXPECT_TRUE(hold(script).succeeded());
}

TEST(Demo, EachFaultLooksAsItShould) {
  EXPECT_EQ(hold(demo(R"({"fault":"fail"})")).all<wire::Report>().at(0).code, "demo");
  EXPECT_EQ(hold(demo(R"({"fault":"throw"})")).all<wire::Report>().at(0).code, "exception");
  EXPECT_FALSE(hold(demo(R"({"fault":"exit"})")).succeeded());
  EXPECT_TRUE(hold(demo(R"({"fault":"abort"})")).died());
  if (!sanitized) EXPECT_EQ(hold(demo(R"({"fault":"leak"})")).all<wire::Report>().at(0).code, "memory");
}

TEST(Demo, EndlessFaultsLastUntilTheDeadline) {
  for (const char* fault : {"hang", "spin"}) {
    Conversation script = demo(R"({"fault":")" + std::string(fault) + R"("})");
    script.deadline = std::chrono::milliseconds(200);
    EXPECT_EQ(hold(script).exit.signal, SIGKILL) << fault;
  }
  Conversation script = demo(R"({"fault":"flood"})");
  int left = 100;
  script.go_on = [&](const wire::ToDaemon&) { return --left > 0; };
  EXPECT_EQ(hold(script).end, Code::cancelled);
}

TEST(Demo, StopsSoonWhenCancelled) {
  Conversation script = demo(R"({"items":1000,"delay":"10s"})");
  script.cancel_at_once = true;
  const Outcome outcome = hold(script);
  EXPECT_EQ(outcome.all<wire::Done>().at(0).status, TRAWL_CANCELLED);
  EXPECT_LT(outcome.took, std::chrono::seconds(5));
}

}  // namespace
}  // namespace trawl::worker
