// Rules of client::Link against a real admin socket.
#include "client/link.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

#include "tests/support/rpc_daemon.hpp"
#include "tests/support/task_loop.hpp"

namespace trawl::client {
namespace {

using tests::RpcDaemon;

// A link and what a test does with it, on one loop that ends when the test's task has ended.
template <class Body>
void with_link(const std::string& socket, Body body, Link::Options options = {}, Link::Events events = {}) {
  asio::io_context io;
  options.socket = socket;
  options.first_pause = options.longest_pause = Millis(5);
  Signal changed(io.get_executor());
  const auto tell = [&changed](std::function<void()> also) {
    return [&changed, also] {
      changed.notify();
      if (also) also();
    };
  };
  events.connected = tell(events.connected);
  events.lost = tell(events.lost);
  Link link(io.get_executor(), options, events);
  auto play = [&]() -> Task<> {
    while (!link.connected()) co_await changed.wait();
    co_await body(link, changed);
    link.stop();
  };
  spawn(io.get_executor(), "link", link.run());
  spawn(io.get_executor(), "play", play());
  io.run_for(std::chrono::seconds(20));
  EXPECT_TRUE(io.stopped()) << "the test did not come to its end";
}

TEST(Link, HandsTheResultOutAsTheDaemonWroteIt) {
  RpcDaemon daemon;
  with_link(daemon.path(), [](Link& link, Signal&) -> Task<> {
    const auto answer = co_await link.call("rpc.ping", {});
    EXPECT_EQ(answer.value_or("?"), R"({"pong":true})");
  });
}

TEST(Link, HandsARefusalOutAsTheDaemonsError) {
  RpcDaemon daemon;
  with_link(daemon.path(), [](Link& link, Signal&) -> Task<> {
    const auto answer = co_await link.call("rpc.pnig", {});
    EXPECT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Code::method_not_found);
    EXPECT_FALSE(answer.error().message.empty());
  });
}

TEST(Link, ASlowCallDoesNotHoldUpAQuickOne) {
  RpcDaemon daemon;
  daemon.on_main(
      [&] { daemon.store.runs.push_back({.id = 1, .status = model::RunStatus::running, .root = 1}); });
  with_link(daemon.path(), [](Link& link, Signal& changed) -> Task<> {
    bool slow_ended = false;
    auto slow = [&]() -> Task<> {
      (void)co_await link.call("runs.wait", {{"run_id", 1}, {"timeout_ms", 200}}, {}, Millis(5'000));
      slow_ended = true;
      changed.notify();
    };
    spawn(co_await asio::this_coro::executor, "slow", slow());
    EXPECT_TRUE(co_await link.call("rpc.ping", {}));
    EXPECT_FALSE(slow_ended);
    while (!slow_ended) co_await changed.wait();
  });
}

TEST(Link, GivesUpAfterItsTimeAndForgetsTheLateAnswer) {
  RpcDaemon daemon;
  daemon.on_main(
      [&] { daemon.store.runs.push_back({.id = 1, .status = model::RunStatus::running, .root = 1}); });
  with_link(daemon.path(), [](Link& link, Signal&) -> Task<> {
    const auto late = co_await link.call("runs.wait", {{"run_id", 1}, {"timeout_ms", 300}}, {}, Millis(20));
    EXPECT_EQ(late.error().code, Code::timeout);
    EXPECT_TRUE(co_await link.call("rpc.ping", {}));
  });
}

TEST(Link, RefusesBeyondItsLimitOfWaitingCalls) {
  RpcDaemon daemon;
  with_link(daemon.path(),
            [](Link& link, Signal&) -> Task<> {
              EXPECT_EQ((co_await link.call("rpc.ping", {})).error().code, Code::overloaded);
            },
            {.socket = "", .max_waiting = 0});
}

TEST(Link, SaysWhyThereIsNoConnectionAndComesBackByItself) {
  auto daemon = std::make_unique<RpcDaemon>();
  with_link(daemon->path(), [&](Link& link, Signal& changed) -> Task<> {
    EXPECT_TRUE(co_await link.call("rpc.ping", {}));
    daemon->stop();
    while (link.connected()) co_await changed.wait();
    const auto refused = co_await link.call("rpc.ping", {});
    EXPECT_EQ(refused.error().code, Code::daemon_unreachable);
    EXPECT_FALSE(refused.error().hint.empty());
  });
}

}  // namespace
}  // namespace trawl::client
