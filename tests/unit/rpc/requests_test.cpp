// What a peer gets for what it sends.
#include "tests/support/rpc_daemon.hpp"

namespace trawl::tests {
namespace {

std::string kind(const json::value& reply) {
  const json::value* error = reply.is_object() ? reply.get_object().if_contains("error") : nullptr;
  return error ? std::string(error->at("data").at("kind").as_string()) : "no error";
}

TEST(Requests, AreAnsweredWithTheirId) {
  RpcDaemon daemon;
  LineClient client = daemon.client();
  for (const char* id : {"7", "\"seven\"", "null", "-9223372036854775808"}) {
    client.send(std::string(R"({"jsonrpc":"2.0","method":"rpc.ping","id":)") + id + "}\n");
    EXPECT_EQ(client.message(),
              json::parse(std::string(R"({"jsonrpc":"2.0","result":{"pong":true},"id":)") + id + "}"));
  }
}

TEST(Requests, NotificationsAreNeverAnsweredRightOrWrong) {
  RpcDaemon daemon;
  LineClient client = daemon.client();
  client.send(R"({"jsonrpc":"2.0","method":"rpc.ping"})"
              "\n");
  client.send(R"({"jsonrpc":"2.0","method":"no.such"})"
              "\n");
  client.send(R"({"jsonrpc":"2.0","method":"runs.get","params":{"run":1}})"
              "\n");
  client.send(R"([{"jsonrpc":"2.0","method":"rpc.ping"},{"jsonrpc":"2.0","method":"daemon.status"}])"
              "\n");
  EXPECT_EQ(client.call("rpc.ping").at("result").at("pong"), json::value(true));
}

TEST(Requests, AWrongParameterNamesTheNearestAndChangesNothing) {
  RpcDaemon daemon;
  LineClient client = daemon.client();
  const json::value reply = client.call("runs.start", {{"platform", json::array{"a"}}});
  EXPECT_EQ(kind(reply), "unknown_param");
  const json::value& data = reply.at("error").at("data");
  EXPECT_EQ(data.at("suggestions"), json::value(json::array{"platforms"}));
  EXPECT_EQ(data.at("field"), "/platform");
  EXPECT_NE(std::string(reply.at("error").at("message").as_string()).find("did you mean 'platforms'"),
            std::string::npos);
  EXPECT_TRUE(daemon.on_main([&] { return daemon.engine.done.empty() && daemon.store.runs.empty(); }));
}

TEST(Requests, AMisspeltMethodNamesTheNearest) {
  RpcDaemon daemon;
  const json::value reply = daemon.client().call("runs.rety");
  EXPECT_EQ(reply.at("error").at("code"), -32601);
  EXPECT_EQ(reply.at("error").at("data").at("suggestions"), json::value(json::array{"runs.retry"}));
}

TEST(Requests, AreAnsweredWhenThePeerHasStoppedSending) {
  RpcDaemon daemon;
  LineClient client = daemon.client();
  client.send(R"({"jsonrpc":"2.0","method":"daemon.status","id":1})"
              "\n");
  client.end_of_input();
  EXPECT_EQ(client.message().at("result").at("state"), "ready");
  EXPECT_TRUE(client.closed());
}

TEST(Requests, AQuickOneOvertakesASlowOne) {
  RpcDaemon daemon;
  daemon.on_main(
      [&] { daemon.store.runs.push_back({.id = 1, .status = model::RunStatus::running, .root = 1}); });
  LineClient client = daemon.client();
  client.send(R"({"jsonrpc":"2.0","method":"runs.wait","params":{"run_id":1},"id":"slow"})"
              "\n");
  client.send(R"({"jsonrpc":"2.0","method":"rpc.ping","id":"quick"})"
              "\n");
  EXPECT_EQ(client.message().at("id"), "quick");
  daemon.on_main([&] {
    daemon.store.find(1)->status = model::RunStatus::completed;
    daemon.store.commit({.type = "run.finished", .run = 1});
  });
  const json::value reply = client.message();
  EXPECT_EQ(reply.at("id"), "slow");
  EXPECT_EQ(reply.at("result").at("finished"), json::value(true));
}

TEST(Requests, AWaitEndsWhenItsTimeIsUp) {
  RpcDaemon daemon;
  daemon.on_main(
      [&] { daemon.store.runs.push_back({.id = 1, .status = model::RunStatus::running, .root = 1}); });
  const json::value reply = daemon.client().call("runs.wait", {{"run_id", 1}, {"timeout_ms", 1}});
  EXPECT_EQ(reply.at("result").at("finished"), json::value(false));
  EXPECT_EQ(reply.at("result").at("run").at("status"), "running");
}

TEST(Requests, ACallThatOnlyLooksCanBeCancelled) {
  RpcDaemon daemon;
  daemon.on_main(
      [&] { daemon.store.runs.push_back({.id = 1, .status = model::RunStatus::running, .root = 1}); });
  LineClient client = daemon.client();
  client.send(R"({"jsonrpc":"2.0","method":"runs.wait","params":{"run_id":1},"id":"w"})"
              "\n");
  client.send(R"({"jsonrpc":"2.0","method":"rpc.cancel","params":{"id":"w"},"id":2})"
              "\n");
  EXPECT_EQ(client.message().at("result").at("cancelled"), json::value(true));
  const json::value reply = client.message();
  EXPECT_EQ(reply.at("id"), "w");
  EXPECT_EQ(kind(reply), "cancelled");
  EXPECT_EQ(client.call("rpc.cancel", {{"id", "w"}}).at("result").at("cancelled"), json::value(false));
}

TEST(Requests, ACallCanBeCancelledInTheSameBreath) {
  RpcDaemon daemon;
  LineClient client = daemon.client();
  client.send(R"({"jsonrpc":"2.0","method":"daemon.status","id":"s"})"
              "\n"
              R"({"jsonrpc":"2.0","method":"rpc.cancel","params":{"id":"s"},"id":2})"
              "\n");
  EXPECT_EQ(client.message().at("result").at("cancelled"), json::value(true));
  EXPECT_EQ(kind(client.message()), "cancelled");
}

TEST(Requests, AChangeIsNeitherCancelledNorOutOfTime) {
  Task<api::Answer> (*slow)(api::Call&) = [](api::Call& call) -> Task<api::Answer> {
    co_await call.services.news.signal().wait();
    co_return json::object{{"done", true}};
  };
  api::Table table(
      {{.name = "slow", .role = model::Role::none, .handler = slow, .changes = true, .time_limit = Millis(0)},
       {.name = "rpc.cancel",
        .role = model::Role::none,
        .params = {{.name = "id", .type = api::Type::request_id, .required = true}},
        .handler = api::daemon_methods().find("rpc.cancel")->handler}});
  RpcDaemon daemon({.sweep_every = Millis(1)}, {}, std::move(table));
  LineClient client = daemon.client();
  client.send(R"({"jsonrpc":"2.0","method":"slow","id":"s"})"
              "\n");
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(client.call("rpc.cancel", {{"id", "s"}}).at("result").at("cancelled"), json::value(false));
  daemon.on_main([&] { daemon.store.commit({.type = "run.created"}); });
  EXPECT_EQ(client.message().at("result").at("done"), json::value(true));
}

TEST(Requests, ACallThatTakesTooLongIsAnsweredWithTimeout) {
  Task<api::Answer> (*never)(api::Call&) = [](api::Call& call) -> Task<api::Answer> {
    co_await call.services.news.signal().wait();
    co_return json::object{};
  };
  RpcDaemon daemon(
      {.sweep_every = Millis(5)}, {},
      api::Table({{.name = "never", .role = model::Role::none, .handler = never, .time_limit = Millis(1)}}));
  EXPECT_EQ(kind(daemon.client().call("never")), "timeout");
}

TEST(Requests, AHandlerThatThrowsIsAnsweredWithAnIncidentAndNothingMore) {
  api::Answer (*at_once)(api::Call&) = [](api::Call&) -> api::Answer { throw std::runtime_error("secret"); };
  Task<api::Answer> (*later)(api::Call&) = [](api::Call&) -> Task<api::Answer> {
    throw std::runtime_error("secret");
    co_return json::object{};
  };
  RpcDaemon daemon({}, {},
                   api::Table({{.name = "at_once", .role = model::Role::none, .handler = at_once},
                               {.name = "later", .role = model::Role::none, .handler = later}}));
  LineClient client = daemon.client();
  for (const char* method : {"at_once", "later"}) {
    const json::value reply = client.call(method);
    EXPECT_EQ(reply.at("error").at("code"), -32603) << method;
    EXPECT_TRUE(reply.at("error").at("data").as_object().contains("incident"));
    EXPECT_EQ(json::serialize(reply).find("secret"), std::string::npos);
  }
}

TEST(Batches, AreAnsweredInOneLineWithoutTheNotifications) {
  RpcDaemon daemon;
  LineClient client = daemon.client();
  client.send(R"([{"jsonrpc":"2.0","method":"rpc.ping","id":1},{"jsonrpc":"2.0","method":"rpc.ping"},)"
              R"({"jsonrpc":"2.0","method":"daemon.status","id":"s"},{"foo":1}])"
              "\n");
  const json::value reply = client.message();
  ASSERT_EQ(reply.as_array().size(), 3u);
  EXPECT_EQ(reply.at(0).at("id"), 1);
  EXPECT_EQ(reply.at(1).at("id"), "s");
  EXPECT_EQ(reply.at(2).at("error").at("code"), -32600);
}

TEST(Batches, AreRefusedWholeWhenEmptyOrTooLarge) {
  RpcDaemon daemon({.max_batch = 3});
  LineClient client = daemon.client();
  const std::string ping = R"({"jsonrpc":"2.0","method":"rpc.ping","id":1})";
  client.send("[]\n");
  EXPECT_EQ(kind(client.message()), "invalid_request");
  client.send("[" + ping + "," + ping + "," + ping + "]\n");
  EXPECT_EQ(client.message().as_array().size(), 3u);
  client.send("[" + ping + "," + ping + "," + ping + "," + ping + "]\n");
  const json::value reply = client.message();
  EXPECT_EQ(kind(reply), "invalid_request");
  EXPECT_EQ(reply.at("error").at("data").at("limit"), 3);
}

TEST(Batches, ACancelledMemberDoesNotTakeTheOthersWithIt) {
  RpcDaemon daemon;
  daemon.on_main(
      [&] { daemon.store.runs.push_back({.id = 1, .status = model::RunStatus::running, .root = 1}); });
  LineClient client = daemon.client();
  client.send(R"([{"jsonrpc":"2.0","method":"runs.wait","params":{"run_id":1},"id":"w"},)"
              R"({"jsonrpc":"2.0","method":"daemon.status","id":"s"}])"
              "\n");
  json::value cancelled = false;
  while (cancelled == json::value(false))
    cancelled = client.call("rpc.cancel", {{"id", "w"}}).at("result").at("cancelled");
  const json::value reply = client.message();
  EXPECT_EQ(kind(reply.at(0)), "cancelled");
  EXPECT_EQ(reply.at(1).at("result").at("state"), "ready");
}

TEST(Callers, AreNamedInWhatTheyChange) {
  RpcDaemon daemon;
  LineClient client = daemon.client();
  client.call("runs.start", {{"platforms", json::array{"b", "a"}}, {"idempotency_key", "k1"}});
  client.call("runs.start", {{"idempotency_key", "k2"}, {"platforms", json::array{"b", "a"}}});
  client.call("runs.start", {{"platforms", json::array{"a", "b"}}});
  const auto mandates = daemon.on_main([&] { return daemon.engine.mandates; });
  ASSERT_EQ(mandates.size(), 3u);
  EXPECT_EQ(mandates[0].caller.actor.uid, geteuid());
  EXPECT_EQ(mandates[0].caller.actor.pid, getpid());
  EXPECT_EQ(mandates[0].audit.method, "runs.start");
  EXPECT_EQ(mandates[0].key->key, "k1");
  EXPECT_EQ(mandates[0].key->digest, mandates[1].key->digest) << "the order of parameters does not matter";
  EXPECT_FALSE(mandates[2].key);
  EXPECT_NE(mandates[2].audit.params_digest, mandates[1].audit.params_digest);
}

}  // namespace
}  // namespace trawl::tests
