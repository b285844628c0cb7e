// What a hostile, hasty or sleepy peer gets, and that it costs the daemon nothing.
#include <sys/syscall.h>

#include "tests/support/memory.hpp"
#include "tests/support/rpc_daemon.hpp"

namespace trawl::tests {
namespace {

const std::string ping = R"({"jsonrpc":"2.0","method":"rpc.ping","id":1})"
                         "\n";

std::string kind(const json::value& reply) {
  return reply.is_object() ? std::string(reply.at("error").at("data").at("kind").as_string()) : "no reply";
}

// Connects as another user, if the test may: credentials are per thread for the kernel.
std::optional<LineClient> connect_as(std::uint32_t uid, const std::string& path) {
  std::optional<LineClient> client;
  std::thread([&] {
    if (syscall(SYS_setresuid, -1, uid, -1) == 0) client.emplace(path);
  }).join();
  return client;
}

TEST(LineLimit, OneErrorThenTheConnectionIsClosed) {
  RpcDaemon daemon({.max_line_bytes = 1000});
  LineClient client = daemon.client();
  client.send(ping + std::string(2000, 'x'));
  EXPECT_EQ(client.message().at("result").at("pong"), json::value(true));
  const json::value reply = client.message();
  EXPECT_EQ(kind(reply), "frame_too_large");
  EXPECT_EQ(reply.at("error").at("data").at("limit_bytes"), 1000);
  EXPECT_TRUE(client.closed());
  EXPECT_EQ(daemon.metrics().lines_too_large, 1u);
}

TEST(LineLimit, ALineOf16MebibytesIsRefusedAfterTheFirst) {
  RpcDaemon daemon;
  LineClient client = daemon.client();
  const std::size_t before = resident_bytes();
  const std::string piece(1 << 20, ' ');
  for (int i = 0; i < 16 && client.send(piece); ++i);
  EXPECT_EQ(kind(client.message()), "frame_too_large");
  EXPECT_LT(resident_bytes(), before + (8u << 20));
  EXPECT_LT(daemon.metrics().bytes_in, 2u << 20);
  EXPECT_TRUE(daemon.client().call("rpc.ping").as_object().contains("result"));
}

TEST(DepthLimit, TenThousandNestedArraysAreAnErrorAndTheConnectionLives) {
  RpcDaemon daemon;
  LineClient client = daemon.client();
  client.send(std::string(10'000, '[') + std::string(10'000, ']') + "\n");
  EXPECT_EQ(kind(client.message()), "parse_error");
  EXPECT_TRUE(client.call("rpc.ping").as_object().contains("result"));
}

TEST(Http, ABrowserIsToldWhereToGo) {
  RpcDaemon daemon;
  LineClient client = daemon.client();
  client.send("GET /api/scrape HTTP/1.1\r\nHost: x\r\n\r\n");
  const json::value reply = client.message();
  EXPECT_NE(std::string(reply.at("error").at("data").at("hint").as_string()).find("trawl-httpd"),
            std::string::npos);
  EXPECT_TRUE(client.closed());
}

TEST(InFlight, TheServerStopsReadingAtTheLimitAndGoesOnAfterAnAnswer) {
  RpcDaemon daemon({.max_in_flight = 4});
  daemon.on_main(
      [&] { daemon.store.runs.push_back({.id = 1, .status = model::RunStatus::running, .root = 1}); });
  LineClient client = daemon.client();
  const std::string wait = R"({"jsonrpc":"2.0","method":"runs.wait","params":{"run_id":1},"id":"w"})"
                           "\n";
  client.send(wait + wait + wait + wait + ping);
  LineClient other = daemon.client();  // each call lets the daemon's loop turn
  while (daemon.metrics().reading_paused == 0) ASSERT_TRUE(other.call("daemon.status").is_object());
  EXPECT_EQ(client.line(Millis(0)), std::nullopt) << "the ping waits behind four calls in flight";
  daemon.on_main([&] {
    daemon.store.find(1)->status = model::RunStatus::completed;
    daemon.store.commit({.type = "run.finished", .run = 1});
  });
  int pongs = 0, waits = 0;
  for (int i = 0; i < 5; ++i) ++(client.message().at("id") == "w" ? waits : pongs);
  EXPECT_EQ(waits, 4);
  EXPECT_EQ(pongs, 1);
}

TEST(SlowReader, WhoNeverReadsIsNoLongerReadFrom) {
  RpcDaemon daemon({.max_unsent_bytes = 64 << 10});
  LineClient client = daemon.client();
  const std::size_t before = resident_bytes();
  // Requests until the kernel's buffers and the daemon's own are full in both directions.
  std::string many;
  for (int i = 0; i < 500; ++i)
    many += R"({"jsonrpc":"2.0","method":"rpc.methods","id":1})"
            "\n";
  std::size_t sent = 0;
  LineClient other = daemon.client();
  for (int stalled = 0; stalled < 50 && sent < (64u << 20);) {
    const ssize_t taken = ::send(client.fd(), many.data(), many.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (taken > 0)
      sent += static_cast<std::size_t>(taken), stalled = 0;
    else
      ++stalled;
    ASSERT_TRUE(other.call("rpc.ping").is_object()) << "others are served meanwhile";
  }
  EXPECT_LT(sent, 8u << 20);
  EXPECT_LT(resident_bytes(), before + (8u << 20));
  EXPECT_GE(daemon.metrics().reading_paused, 1u);
}

TEST(SlowReader, WhoTakesNothingForTooLongIsClosed) {
  RpcDaemon daemon({.max_unsent_bytes = 1000, .stall_timeout = Millis(30), .sweep_every = Millis(5)});
  LineClient client = daemon.client();
  std::string many;
  for (int i = 0; i < 200; ++i)
    many += R"({"jsonrpc":"2.0","method":"rpc.discover","id":1})"
            "\n";
  client.send(many);
  LineClient other = daemon.client();
  while (daemon.metrics().closed_stalled == 0) ASSERT_TRUE(other.call("rpc.ping").is_object());
  EXPECT_TRUE(client.closed());
}

TEST(LineTimeout, HalfALineIsAnsweredAndClosed) {
  RpcDaemon daemon({.line_timeout = Millis(20), .sweep_every = Millis(5)});
  LineClient client = daemon.client();
  client.send(ping + R"({"jsonrpc":)");
  EXPECT_EQ(client.message().at("id"), 1);
  EXPECT_EQ(kind(client.message()), "timeout");
  EXPECT_TRUE(client.closed());
  EXPECT_EQ(daemon.metrics().closed_line_timeout, 1u);
}

TEST(IdleTimeout, ClosesWhoSaysNothingButNotWhoWaits) {
  RpcDaemon daemon({.idle_timeout = Millis(20), .sweep_every = Millis(5)});
  daemon.on_main(
      [&] { daemon.store.runs.push_back({.id = 1, .status = model::RunStatus::running, .root = 1}); });
  LineClient idle = daemon.client(), waiting = daemon.client(), watching = daemon.client();
  waiting.send(R"({"jsonrpc":"2.0","method":"runs.wait","params":{"run_id":1,"timeout_ms":200},"id":1})"
               "\n");
  watching.call("events.watch");
  EXPECT_TRUE(idle.closed());
  EXPECT_EQ(waiting.message().at("result").at("finished"), json::value(false));
  EXPECT_FALSE(watching.closed(Millis(0)));
}

TEST(ConnectionLimit, OneLineAndTheEnd) {
  RpcDaemon daemon({.max_connections_per_uid = 2});
  LineClient first = daemon.client(), second = daemon.client();
  first.call("rpc.ping"), second.call("rpc.ping");
  LineClient third = daemon.client();
  EXPECT_EQ(kind(third.message()), "overloaded");
  EXPECT_TRUE(third.closed());
  EXPECT_EQ(daemon.metrics().refused_per_uid, 1u);
}

TEST(ConnectionLimit, APlaceIsFreeAgainWhenAPeerLeaves) {
  RpcDaemon daemon({.max_connections_per_uid = 1});
  {
    daemon.client().call("rpc.ping");
  }
  while (daemon.metrics().connections_open > 0);
  EXPECT_TRUE(daemon.client().call("rpc.ping").as_object().contains("result"));
}

TEST(ConnectionLimit, TheLastPlacesAreForThoseWhoCanMendThings) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root, to connect as others";
  RpcDaemon daemon({.max_connections = 3, .reserved_connections = 2},
                   {.rules = {{.uid = 4001, .role = model::Role::operator_}}, .own_uid = 1});
  std::filesystem::permissions(std::filesystem::path(daemon.path()).parent_path(),
                               std::filesystem::perms(0755));
  std::filesystem::permissions(daemon.path(), std::filesystem::perms(0666));
  auto first = connect_as(4002, daemon.path());
  ASSERT_TRUE(first && first->connected());
  EXPECT_EQ(kind(first->call("daemon.status")), "unauthenticated");
  auto second = connect_as(4002, daemon.path());
  EXPECT_EQ(kind(second->message()), "overloaded");
  auto operator_peer = connect_as(4001, daemon.path());
  EXPECT_TRUE(operator_peer->call("daemon.status").as_object().contains("result"));
  EXPECT_EQ(kind(operator_peer->call("config.reload")), "permission_denied");
  EXPECT_TRUE(daemon.client().call("config.reload").as_object().contains("result"));
}

TEST(Stop, ClosesEveryoneAndRemovesThePath) {
  RpcDaemon daemon;
  daemon.on_main(
      [&] { daemon.store.runs.push_back({.id = 1, .status = model::RunStatus::running, .root = 1}); });
  LineClient idle = daemon.client(), waiting = daemon.client(), watching = daemon.client(),
             half = daemon.client();
  idle.call("rpc.ping");
  waiting.send(R"({"jsonrpc":"2.0","method":"runs.wait","params":{"run_id":1},"id":1})"
               "\n");
  watching.call("runs.watch", {{"run_id", 1}});
  half.send("{");
  daemon.stop();
  for (LineClient* client : {&idle, &waiting, &watching, &half}) EXPECT_TRUE(client->closed());
  EXPECT_FALSE(std::filesystem::exists(daemon.path()));
}

}  // namespace
}  // namespace trawl::tests
