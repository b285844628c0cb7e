#include "client/connection.hpp"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "tests/unit/client/scripted_daemon.hpp"

namespace trawl::client {
namespace {

TEST(Connection, ReturnsTheResultOfACall) {
  ScriptedDaemon daemon({[](Peer& peer) { peer.answer(R"({"state":"ready"})"); }});
  auto connection = Connection::open(daemon.path());
  ASSERT_TRUE(connection);
  const auto status = connection->call("daemon.status", {});
  ASSERT_TRUE(status);
  EXPECT_EQ(status->at("state").as_string(), "ready");
}

TEST(Connection, KeepsNotificationsThatComeBeforeTheAnswer) {
  ScriptedDaemon daemon({[](Peer& peer) {
    peer.write("{\"jsonrpc\":\"2.0\",\"method\":\"event\",\"params\":{\"seq\":1}}\n\n");
    peer.answer("{}");
  }});
  auto connection = Connection::open(daemon.path());
  ASSERT_TRUE(connection->call("rpc.ping", {}));
  const auto event = connection->next_notification(Millis(1000));
  ASSERT_TRUE(event && *event);
  EXPECT_EQ((*event)->params.at("seq").as_int64(), 1);
}

TEST(Connection, SkipsTheAnswerOfAnotherCall) {
  ScriptedDaemon daemon({[](Peer& peer) {
    peer.write("{\"jsonrpc\":\"2.0\",\"id\":999,\"result\":\"late\"}\n");
    peer.answer("\"mine\"");
  }});
  auto connection = Connection::open(daemon.path());
  EXPECT_EQ(connection->call("rpc.ping", {}).value().as_string(), "mine");
}

TEST(Connection, CallEndsWithTimeoutWhenNoAnswerComes) {
  ScriptedDaemon daemon({[](Peer& peer) { peer.read_line(), peer.read_line(); }});
  auto connection = Connection::open(daemon.path());
  const auto answer = connection->call("rpc.ping", {}, Millis(20));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::timeout);
}

TEST(Connection, ClosedConnectionIsUnreachableNotAResult) {
  ScriptedDaemon daemon({[](Peer& peer) { peer.read_line(); }});
  auto connection = Connection::open(daemon.path());
  const auto answer = connection->call("runs.start", {});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::daemon_unreachable);
}

TEST(Connection, RefusalBeforeClosingIsTheErrorOfTheCall) {
  ScriptedDaemon daemon({[](Peer& peer) {
    peer.write(
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":1401,\"message\":\"full\",\"data\":"
        "{\"kind\":\"too_many_connections\"}}}\n");
  }});
  auto connection = Connection::open(daemon.path());
  const auto answer = connection->call("rpc.ping", {});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::too_many_connections);
}

TEST(Connection, InterruptEndsTheWait) {
  ScriptedDaemon daemon({[](Peer& peer) { peer.read_line(), peer.read_line(); }});
  auto connection = Connection::open(daemon.path());
  const UniqueFd interrupt(eventfd(1, EFD_CLOEXEC));  // readable from the start
  connection->interrupt_by(interrupt.get());
  const auto answer = connection->call("runs.wait", {});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::cancelled);
}

}  // namespace
}  // namespace trawl::client
