// The examples of the JSON-RPC 2.0 specification, with its sample methods in the daemon's own dispatcher.
#include <numeric>

#include "tests/support/json_lines.hpp"
#include "tests/support/rpc_daemon.hpp"

namespace trawl::tests {
namespace {

using AtOnce = api::Answer (*)(api::Call&);

api::Param number(std::string_view name) {
  return {.name = name, .type = api::Type::integer};
}

api::Table sample_methods() {
  const AtOnce subtract = [](api::Call& call) -> api::Answer {
    return *call.params.integer("minuend") - *call.params.integer("subtrahend");
  };
  const AtOnce sum = [](api::Call& call) -> api::Answer {
    std::int64_t total = 0;
    for (const auto& member : call.params.values()) total += member.value().as_int64();
    return total;
  };
  const AtOnce get_data = [](api::Call&) -> api::Answer { return json::array{"hello", 5}; };
  const AtOnce nothing = [](api::Call&) -> api::Answer { return nullptr; };
  const std::vector<api::Param> numbers{number("a"), number("b"), number("c"), number("d"), number("e")};
  using model::Role;
  return api::Table({
      {.name = "subtract",
       .role = Role::none,
       .params = {number("minuend"), number("subtrahend")},
       .handler = subtract},
      {.name = "sum", .role = Role::none, .params = numbers, .handler = sum},
      {.name = "update", .role = Role::none, .params = numbers, .handler = nothing},
      {.name = "notify_hello", .role = Role::none, .params = {number("a")}, .handler = nothing},
      {.name = "notify_sum", .role = Role::none, .params = numbers, .handler = nothing},
      {.name = "get_data", .role = Role::none, .handler = get_data},
      {.name = "end", .role = Role::none, .handler = nothing},
  });
}

// Code and id decide; the message is free, and so is the order of a batch's answers.
std::string essence(const json::value& reply) {
  if (reply.is_array()) {
    std::vector<std::string> all;
    for (const json::value& one : reply.get_array()) all.push_back(essence(one));
    std::ranges::sort(all);
    return std::accumulate(all.begin(), all.end(), std::string("batch"));
  }
  json::object kept{{"jsonrpc", reply.at("jsonrpc")}, {"id", reply.at("id")}};
  if (const json::value* error = reply.get_object().if_contains("error"))
    kept["code"] = error->at("code");
  else
    kept["result"] = reply.at("result");
  return json::serialize(kept);
}

TEST(SpecExamples, EachRequestGetsTheResponseOfTheSpecification) {
  const auto rows = json_lines("jsonrpc/spec-examples.jsonl");
  if (rows.empty()) GTEST_SKIP() << "no recorded data at " << TRAWL_TEST_DATA;
  RpcDaemon daemon({}, {}, sample_methods());
  LineClient client = daemon.client();
  for (const json::object& row : rows) {
    std::string request(row.at("request").as_string());
    std::ranges::replace(request, '\n', ' ');  // the examples are printed over several lines
    client.send(request + "\n");
    if (!row.at("response").is_null()) {
      const json::value reply = client.message();
      ASSERT_FALSE(reply.is_null()) << row.at("id");
      EXPECT_EQ(essence(reply), essence(row.at("response"))) << row.at("id");
    }
    // Nothing else was sent: the next answer is the next request's.
    EXPECT_EQ(client.call("end").at("result"), json::value(nullptr)) << row.at("id");
  }
}

}  // namespace
}  // namespace trawl::tests
