#include "client/watch.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "tests/unit/client/scripted_daemon.hpp"

namespace trawl::client {
namespace {

std::string event(int seq) {
  return R"({"jsonrpc":"2.0","method":"event","params":{"subscription":"s1","seq":)" + std::to_string(seq) +
         R"(,"type":"platform.started"}})"
         "\n";
}

Update::Kind next_kind(Watch& watch) {
  return watch.next(Millis(5000)).value().value().kind;
}

Watch open_watch(const ScriptedDaemon& daemon) {
  return Watch::open({.socket = daemon.path(), .method = "runs.watch", .params = {{"run_id", 1}}}).value();
}

TEST(Watch, BeginsWithTheSnapshotAndEndsWithTheStream) {
  ScriptedDaemon daemon({[](Peer& peer) {
    peer.answer(R"({"subscription":"s1","seq":10,"snapshot":{"status":"running"}})");
    peer.write(
        event(11) +
        R"({"jsonrpc":"2.0","method":"heartbeat","params":{"subscription":"s1","seq":11}})"
        "\n" +
        R"({"jsonrpc":"2.0","method":"stream.end","params":{"subscription":"s1","outcome":"completed"}})"
        "\n");
  }});
  Watch watch = open_watch(daemon);
  EXPECT_EQ(next_kind(watch), Update::Kind::snapshot);
  EXPECT_EQ(next_kind(watch), Update::Kind::event);
  EXPECT_EQ(next_kind(watch), Update::Kind::end);
}

TEST(Watch, ResumesAfterABrokenConnectionWhereItWas) {
  std::string resumed_with;
  {
    ScriptedDaemon daemon({[](Peer& peer) {
                             peer.answer(R"({"subscription":"s1","seq":10,"snapshot":{}})");
                             peer.write(event(11));
                           },
                           [&](Peer& peer) {
                             resumed_with = peer.read_line();
                             peer.write(R"({"jsonrpc":"2.0","id":1,"result":{"subscription":"s1","seq":11}})"
                                        "\n" +
                                        event(11) + event(12));
                           }});
    Watch watch = open_watch(daemon);
    EXPECT_EQ(next_kind(watch), Update::Kind::snapshot);
    EXPECT_EQ(next_kind(watch), Update::Kind::event);
    EXPECT_EQ(next_kind(watch), Update::Kind::lost);
    const auto update = watch.next(Millis(5000));
    EXPECT_EQ((*update)->body.at("seq").as_int64(), 12) << "row 11 was told before and is not told twice";
  }
  EXPECT_EQ(json::parse(resumed_with).at("params").at("since").as_int64(), 11);
}

TEST(Watch, ResetBringsANewSnapshot) {
  ScriptedDaemon daemon({[](Peer& peer) {
    peer.answer(R"({"subscription":"s1","seq":10,"snapshot":{}})");
    peer.write(
        R"({"jsonrpc":"2.0","method":"stream.reset","params":{"subscription":"s1","reason":"expired","seq":90,)"
        R"("snapshot":{"status":"partial"}}})"
        "\n" +
        event(91));
  }});
  Watch watch = open_watch(daemon);
  EXPECT_EQ(next_kind(watch), Update::Kind::snapshot);
  const auto reset = watch.next(Millis(5000));
  EXPECT_EQ((*reset)->body.at("status").as_string(), "partial");
  EXPECT_EQ(next_kind(watch), Update::Kind::event);
  EXPECT_EQ(watch.seq(), 91);
}

TEST(Watch, RefusalOfTheSubscriptionIsReturned) {
  ScriptedDaemon daemon({[](Peer& peer) {
    peer.read_line();
    peer.write(
        R"({"jsonrpc":"2.0","id":1,"error":{"code":1101,"message":"no run 9","data":{"kind":"run_not_found"}}})"
        "\n");
  }});
  const auto watch =
      Watch::open({.socket = daemon.path(), .method = "runs.watch", .params = {{"run_id", 9}}});
  ASSERT_FALSE(watch);
  EXPECT_EQ(watch.error().code, Code::run_not_found);
}

TEST(Watch, GivesUpWhenTheDaemonStaysAway) {
  ScriptedDaemon daemon({[](Peer& peer) { peer.answer(R"({"subscription":"s1","seq":10,"snapshot":{}})"); },
                         [](Peer&) {}, [](Peer&) {}, [](Peer&) {}, [](Peer&) {}, [](Peer&) {}});
  auto watch = Watch::open(
      {.socket = daemon.path(), .method = "runs.watch", .params = {}, .reconnect_for = Millis(0)});
  EXPECT_EQ(next_kind(*watch), Update::Kind::snapshot);
  EXPECT_EQ(next_kind(*watch), Update::Kind::lost);
  const auto update = watch->next(Millis(5000));
  ASSERT_FALSE(update);
  EXPECT_EQ(update.error().code, Code::daemon_unreachable);
}

}  // namespace
}  // namespace trawl::client
