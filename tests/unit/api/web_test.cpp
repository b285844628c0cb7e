// web.code and web.redeem as peers call them.
#include "tests/support/rpc_daemon.hpp"

namespace trawl::tests {
namespace {

json::value result_of(RpcDaemon& daemon, std::string_view method, json::object params = {}) {
  return daemon.client().call(method, std::move(params)).as_object()["result"];
}

std::string refusal_of(RpcDaemon& daemon, std::string_view method, json::object params = {}) {
  const json::value reply = daemon.client().call(method, std::move(params));
  const json::value* error = reply.as_object().if_contains("error");
  return error ? std::string(error->at("data").at("kind").as_string()) : "none";
}

std::string text(const json::value& object, std::string_view member) {
  return std::string(object.at(member).as_string());
}

void listen_on(RpcDaemon& daemon, std::string_view address) {
  daemon.on_main([&] { daemon.engine.http_listen = address; });
}

TEST(WebCode, StandsForTheCallerOnceAndNoMore) {
  RpcDaemon daemon;
  const json::value code = result_of(daemon, "web.code").at("code");
  const json::value bearer = result_of(daemon, "web.redeem", {{"code", code}});
  EXPECT_EQ(text(bearer, "name"), login_name(geteuid()));
  EXPECT_EQ(bearer.at("role"), "admin");
  EXPECT_EQ(bearer.at("uid"), geteuid());
  EXPECT_EQ(refusal_of(daemon, "web.redeem", {{"code", code}}), "invalid_params");
}

TEST(WebCode, UrlCarriesTheCodeWhereNoServerLogsIt) {
  RpcDaemon daemon;
  listen_on(daemon, "127.0.0.1:8484");
  const json::value given = result_of(daemon, "web.code");
  EXPECT_EQ(text(given, "url"), "http://127.0.0.1:8484/#code=" + text(given, "code"));
}

TEST(WebCode, UrlLeadsToLoopbackWhenThePageListensEverywhere) {
  RpcDaemon daemon;
  listen_on(daemon, "0.0.0.0:8484");
  EXPECT_TRUE(
      result_of(daemon, "web.code").at("url").as_string().starts_with("http://127.0.0.1:8484/#code="));
  listen_on(daemon, "[::]:8484");
  EXPECT_TRUE(result_of(daemon, "web.code").at("url").as_string().starts_with("http://[::1]:8484/#code="));
}

TEST(WebCode, HasNoUrlWhenThePageIsNotOnTcp) {
  RpcDaemon daemon;
  EXPECT_TRUE(result_of(daemon, "web.code").at("url").is_null());
}

// A session that got codes would renew itself for ever, and outlive a token that was taken away.
TEST(WebCode, IsOnlyForPeersOnTheSocketItself) {
  RpcDaemon daemon;
  const api::Table methods = api::daemon_methods();
  for (const std::string_view name : {"web.code", "web.redeem"}) {
    const api::Caller caller{.actor = {.name = "ci"}, .role = model::Role::admin, .transport = "http+token"};
    const auto kind = daemon.on_main([&] {
      class NoConnection final : public api::Connection {
        Result<std::string> subscribe(std::unique_ptr<api::Watch>) override { return ""; }
        Result<> unsubscribe(std::string_view) override { return {}; }
        bool cancel(const json::value&) override { return false; }
        json::object limits() const override { return {}; }
        json::object metrics() const override { return {}; }
      } connection;
      asio::io_context io;
      SystemClock clock;
      api::JournalNews news(io.get_executor(), daemon.store);
      api::WebCodes codes;
      api::Tally tally;
      api::Services services{daemon.engine, daemon.store, news, clock, codes, tally};
      api::Call call{*methods.find(name), methods, {}, caller, services, connection};
      const api::Answer answer = std::get<0>(call.method.handler)(call);
      return answer ? Code::internal_error : answer.error().code;
    });
    EXPECT_EQ(kind, Code::permission_denied) << name;
  }
}

}  // namespace
}  // namespace trawl::tests
