// Watching: a cursor on the journal, without gaps and without queues.
#include "tests/support/rpc_daemon.hpp"

namespace trawl::tests {
namespace {

std::string kind(const json::value& reply) {
  return std::string(reply.at("error").at("data").at("kind").as_string());
}

void add_run(RpcDaemon& daemon, model::RunId id, model::RunStatus status) {
  daemon.on_main([&, id, status] {
    daemon.store.runs.push_back({.id = id, .status = status, .root = id, .platforms = {{.name = "a"}}});
    daemon.store.commit({.type = "run.created", .run = id});
  });
}

// Positions of the events that follow, until the newest is `last`.
std::vector<std::int64_t> read_seqs(LineClient& client, std::int64_t last) {
  std::vector<std::int64_t> seqs;
  while (seqs.empty() || seqs.back() < last) {
    const json::value message = client.message();
    if (!message.is_object()) break;
    if (message.at("method") == "event") seqs.push_back(message.at("params").at("seq").as_int64());
  }
  return seqs;
}

TEST(EventsWatch, TellsWhatWasCommittedAfterTheReplyInOrder) {
  RpcDaemon daemon;
  LineClient client = daemon.client();
  daemon.on_main([&] { daemon.store.commit({.type = "daemon.started"}); });
  const json::value reply = client.call("events.watch");
  EXPECT_EQ(reply.at("result").at("seq"), 1);
  EXPECT_EQ(reply.at("result").at("epoch"), "scripted");
  daemon.on_main([&] {
    daemon.store.commit({.type = "run.created", .run = 7, .data = R"({"x":1.5})"});
    daemon.store.commit({.type = "platform.started", .run = 7, .platform = "a"});
  });
  const json::value first = client.message().at("params"), second = client.message().at("params");
  EXPECT_EQ(first.at("seq"), 2);
  EXPECT_EQ(first.at("run_id"), 7);
  EXPECT_EQ(first.at("data").at("x"), 1.5);
  EXPECT_EQ(first.at("subscription"), reply.at("result").at("subscription"));
  EXPECT_EQ(second.at("seq"), 3);
  EXPECT_EQ(second.at("platform"), "a");
}

TEST(EventsWatch, HasNoGapWhileRowsAreCommittedAllTheTime) {
  RpcDaemon daemon;
  constexpr int rows = 5'000;
  std::thread writer([&] {
    for (int i = 0; i < rows; ++i)
      daemon.on_main([&] { daemon.store.commit({.type = "run.created", .run = 1}); });
  });
  std::vector<LineClient> clients;
  for (int i = 0; i < 4; ++i) {
    clients.push_back(daemon.client());
    const std::int64_t from = clients.back().call("events.watch").at("result").at("seq").as_int64();
    const auto seqs = read_seqs(clients.back(), std::min<std::int64_t>(from + 500, rows));
    for (std::size_t n = 0; n < seqs.size(); ++n) ASSERT_EQ(seqs[n], from + 1 + static_cast<std::int64_t>(n));
  }
  writer.join();
}

TEST(EventsWatch, ResumesAtAnyPosition) {
  RpcDaemon daemon;
  daemon.on_main([&] {
    for (int i = 0; i < 600; ++i) daemon.store.commit({.type = "run.created", .run = 1});
  });
  for (const std::int64_t since : {0, 1, 255, 256, 257, 599}) {
    LineClient client = daemon.client();
    EXPECT_EQ(client.call("events.watch", {{"since", since}}).at("result").at("seq"), since);
    const auto seqs = read_seqs(client, 600);
    ASSERT_EQ(seqs.size(), static_cast<std::size_t>(600 - since));
    EXPECT_EQ(seqs.front(), since + 1);
  }
}

TEST(EventsWatch, AnExpiredPositionIsResetInsideTheStream) {
  RpcDaemon daemon;
  daemon.on_main([&] {
    for (int i = 0; i < 10; ++i) daemon.store.commit({.type = "run.created", .run = 1});
    daemon.store.pruned_up_to = 5;
  });
  LineClient client = daemon.client();
  client.call("events.watch", {{"since", 2}});
  const json::value reset = client.message();
  EXPECT_EQ(reset.at("method"), "stream.reset");
  EXPECT_EQ(reset.at("params").at("reason"), "expired");
  EXPECT_EQ(reset.at("params").at("seq"), 10);
  daemon.on_main([&] { daemon.store.commit({.type = "run.created", .run = 2}); });
  EXPECT_EQ(client.message().at("params").at("seq"), 11);
}

TEST(EventsWatch, ATypeOrAGroupOfTypesCanBeChosen) {
  RpcDaemon daemon;
  LineClient client = daemon.client();
  client.call("events.watch", {{"types", json::array{"run", "schedule.fired"}}});
  daemon.on_main([&] {
    for (const char* type :
         {"platform.started", "run.created", "schedule.missed", "schedule.fired", "runner.x"})
      daemon.store.commit({.type = type});
    daemon.store.commit({.type = "run.finished"});
  });
  for (const char* type : {"run.created", "schedule.fired", "run.finished"})
    EXPECT_EQ(client.message().at("params").at("type"), type);
}

TEST(RunsWatch, BeginsWithTheStateAndEndsWithTheRun) {
  RpcDaemon daemon;
  add_run(daemon, 1, model::RunStatus::running);
  add_run(daemon, 2, model::RunStatus::running);
  LineClient client = daemon.client();
  const json::value reply = client.call("runs.watch", {{"run_id", 1}}).at("result");
  EXPECT_EQ(reply.at("seq"), 2);
  EXPECT_EQ(reply.at("snapshot").at("status"), "running");
  daemon.on_main([&] {
    daemon.store.commit({.type = "platform.started", .run = 2});  // another run's
    daemon.store.commit({.type = "platform.started", .run = 1, .platform = "a"});
    daemon.store.find(1)->status = model::RunStatus::partial;
    daemon.store.commit({.type = "run.finished", .run = 1});
    daemon.store.commit({.type = "run.created", .run = 3});
  });
  EXPECT_EQ(client.message().at("params").at("seq"), 4);
  EXPECT_EQ(client.message().at("params").at("type"), "run.finished");
  const json::value end = client.message();
  EXPECT_EQ(end.at("method"), "stream.end");
  EXPECT_EQ(end.at("params").at("outcome"), "partial");
  EXPECT_EQ(kind(client.call("rpc.unsubscribe", {{"subscription", reply.at("subscription")}})),
            "subscription_not_found");
}

TEST(RunsWatch, OfAFinishedRunEndsAtOnce) {
  RpcDaemon daemon;
  add_run(daemon, 1, model::RunStatus::completed);
  LineClient client = daemon.client();
  EXPECT_EQ(client.call("runs.watch", {{"run_id", "last"}}).at("result").at("snapshot").at("status"),
            "completed");
  EXPECT_EQ(client.message().at("params").at("outcome"), "completed");
}

TEST(RunsWatch, OfNoRunIsRefused) {
  RpcDaemon daemon;
  EXPECT_EQ(kind(daemon.client().call("runs.watch", {{"run_id", 9}})), "run_not_found");
}

TEST(RunsWatch, TicksTellOnlyWhatChangedAndCarryNoPosition) {
  RpcDaemon daemon;
  add_run(daemon, 1, model::RunStatus::running);
  daemon.on_main([&] { daemon.engine.running = {{.run = 1, .platform = "a", .items = 3, .total = 10}}; });
  LineClient client = daemon.client();
  client.call("runs.watch", {{"run_id", 1}, {"tick_hz", 20}});
  const json::value tick = client.message().at("params");
  EXPECT_EQ(tick.at("type"), "progress");
  EXPECT_FALSE(tick.as_object().contains("seq"));
  EXPECT_EQ(tick.at("data").at("items"), 3);
  EXPECT_EQ(tick.at("data").at("total"), 10);
  daemon.on_main([&] { daemon.engine.running[0].items = 4; });
  EXPECT_EQ(client.message().at("params").at("data").at("items"), 4);
  EXPECT_EQ(daemon.metrics().ticks_sent, 2u);
}

TEST(RunsWatch, ManyChangesBetweenTwoTicksAreOneTick) {
  RpcDaemon daemon;
  add_run(daemon, 1, model::RunStatus::running);
  daemon.on_main([&] { daemon.engine.running = {{.run = 1, .platform = "a"}}; });
  LineClient client = daemon.client();
  client.call("runs.watch", {{"run_id", 1}, {"tick_hz", 4}});
  client.message();
  for (int i = 1; i <= 1000; ++i) daemon.on_main([&, i] { daemon.engine.running[0].items = i; });
  std::int64_t items = 0, ticks = 0;
  for (; items < 1000; ++ticks) items = client.message().at("params").at("data").at("items").as_int64();
  EXPECT_LE(ticks, 3);
}

TEST(Heartbeat, TellsThePositionWhenNothingElseHappens) {
  RpcDaemon daemon({.heartbeat = Millis(5)});
  daemon.on_main([&] { daemon.store.commit({.type = "daemon.started"}); });
  LineClient client = daemon.client();
  client.call("events.watch");
  const json::value beat = client.message();
  EXPECT_EQ(beat.at("method"), "stream.heartbeat");
  EXPECT_EQ(beat.at("params").at("seq"), 1);
}

TEST(Unsubscribe, EndsTheStreamAndKeepsTheConnection) {
  RpcDaemon daemon;
  LineClient client = daemon.client();
  const json::value subscription = client.call("events.watch").at("result").at("subscription");
  EXPECT_TRUE(
      client.call("rpc.unsubscribe", {{"subscription", subscription}}).as_object().contains("result"));
  daemon.on_main([&] { daemon.store.commit({.type = "run.created"}); });
  EXPECT_EQ(client.call("rpc.ping").at("result").at("pong"), json::value(true));
  while (daemon.metrics().streams_open > 0);
  EXPECT_EQ(kind(client.call("rpc.unsubscribe", {{"subscription", subscription}})), "subscription_not_found");
}

TEST(StreamLimit, PerConnectionAndPerUser) {
  RpcDaemon daemon({.max_streams = 2, .max_streams_per_uid = 3});
  LineClient first = daemon.client(), second = daemon.client();
  first.call("events.watch"), first.call("events.watch");
  EXPECT_EQ(kind(first.call("events.watch")), "too_many_streams");
  EXPECT_TRUE(second.call("events.watch").as_object().contains("result"));
  EXPECT_EQ(kind(second.call("events.watch")), "too_many_streams");
  EXPECT_EQ(daemon.metrics().streams_open, 3u);
  EXPECT_EQ(daemon.metrics().streams_refused, 2u);
}

TEST(StreamLimit, AWatchThatNobodyCouldReadIsNotOpened) {
  RpcDaemon daemon;
  LineClient client = daemon.client();
  client.send(R"({"jsonrpc":"2.0","method":"events.watch"})"
              "\n");
  client.call("daemon.status");
  client.call("daemon.status");
  EXPECT_EQ(daemon.metrics().streams_open, 0u);
}

TEST(Batches, AStreamBeginsAfterTheBatchIsAnswered) {
  RpcDaemon daemon;
  daemon.on_main([&] { daemon.store.commit({.type = "daemon.started"}); });
  LineClient client = daemon.client();
  client.send(R"([{"jsonrpc":"2.0","method":"events.watch","params":{"since":0},"id":1},)"
              R"({"jsonrpc":"2.0","method":"daemon.status","id":2}])"
              "\n");
  EXPECT_TRUE(client.message().is_array());
  EXPECT_EQ(client.message().at("params").at("seq"), 1);
}

TEST(SlowWatcher, CostsNothingAndLosesNothing) {
  RpcDaemon daemon;
  LineClient slow = daemon.client(), other = daemon.client();
  slow.call("events.watch");
  const std::string data = R"({"text":")" + std::string(1000, 'x') + R"("})";
  constexpr int rows = 20'000;  // 20 MB, if someone queued them
  const auto sent_to = [&] { return daemon.metrics().events_sent; };
  for (int i = 0; i < rows / 100; ++i)
    daemon.on_main([&] {
      for (int n = 0; n < 100; ++n) daemon.store.commit({.type = "run.created", .run = 1, .data = data});
    });
  for (std::uint64_t before = 0, now = 1; before != now; before = now, now = sent_to())
    for (int i = 0; i < 20; ++i) other.call("daemon.status");
  EXPECT_LT(sent_to(), 2'000u) << "the journal was read ahead of the reader";
  const auto seqs = read_seqs(slow, rows);
  EXPECT_EQ(seqs.size(), static_cast<std::size_t>(rows));
}

}  // namespace
}  // namespace trawl::tests
