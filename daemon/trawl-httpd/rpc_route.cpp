#include "trawl-httpd/rpc_route.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/json_reader.hpp"
#include "trawl-httpd/problem.hpp"

namespace trawl::httpd {
namespace {

namespace json = boost::json;

constexpr std::size_t max_depth = 32, max_batch = 64;
constexpr Millis patience{35'000};

json::object failed(json::value id, const Error& error) {
  return {{"jsonrpc", "2.0"}, {"id", std::move(id)}, {"error", api::error_object(error)}};
}

// Methods of one connection make no sense where every request may take another.
Result<> check_method(const api::Table& table, std::string_view name) {
  const api::Method* method = table.find(name);
  if (!method) return {};  // the daemon says so, with the nearest name
  if (method->streams || name == "rpc.cancel" || name == "rpc.unsubscribe")
    return refuse(Code::method_not_found, fmt::format("{} is not offered over HTTP", name),
                  "GET /api/v1/events follows what happens");
  return {};
}

// Nothing: a notification.
Task<std::optional<json::value>> one(const json::value& message, const Request& request, const api::Table& table,
                                     const Ask& ask) {
  const json::object* call = message.if_object();
  const json::value* version = call ? call->if_contains("jsonrpc") : nullptr;
  const json::value* method = call ? call->if_contains("method") : nullptr;
  const json::value* params = call ? call->if_contains("params") : nullptr;
  if (!version || *version != "2.0" || !method || !method->is_string() || (params && !params->is_object()))
    co_return failed(nullptr, {Code::invalid_request, "a request is {jsonrpc: \"2.0\", id, method, params: {}}"});
  const std::string name(method->get_string());
  Result<std::string> result;
  if (auto offered = check_method(table, name); !offered)
    result = std::unexpected(offered.error());
  else
    result = co_await ask(name, params ? params->get_object() : json::object(), on_behalf_of(request.caller), patience);
  const json::value* id = call->if_contains("id");
  if (!id) co_return std::nullopt;
  if (!result) co_return failed(*id, result.error());
  co_return json::object{{"jsonrpc", "2.0"}, {"id", *id}, {"result", json::parse(*result)}};
}

Response say(const json::value& body) {
  Response response{.body = json::serialize(body)};
  response.fields = {{"content-type", "application/json"}, {"cache-control", "no-store"}};
  return response;
}

}  // namespace

Task<Response> rpc_answer(const Request& request, const api::Table& table, const Ask& ask) {
  if (request.verb != "POST")
    co_return problem({Code::method_not_allowed, "JSON-RPC is posted", {}, {{"allow", "POST"}}}, request);
  const auto message = read_json(request.body, max_depth);
  if (!message) co_return say(failed(nullptr, message.error()));
  const json::array* batch = message->if_array();
  if (!batch) {
    const auto reply = co_await one(*message, request, table, ask);
    co_return reply ? say(*reply) : Response{.status = 204};
  }
  if (batch->empty() || batch->size() > max_batch)
    co_return say(failed(nullptr, {Code::invalid_request, fmt::format("a batch has 1 to {} requests", max_batch)}));
  json::array replies;
  for (const json::value& each : *batch)
    if (auto reply = co_await one(each, request, table, ask)) replies.push_back(std::move(*reply));
  co_return replies.empty() ? Response{.status = 204} : say(replies);
}

}  // namespace trawl::httpd
