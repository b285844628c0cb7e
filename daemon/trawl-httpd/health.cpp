#include "trawl-httpd/health.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace trawl::httpd {
namespace {

namespace json = boost::json;

constexpr std::string_view live = "/health/live", ready = "/health/ready";
constexpr Millis patience{5'000};

Response say(int status, json::object body) {
  Response response{.status = status, .body = json::serialize(body)};
  response.fields = {{"content-type", "application/json"}, {"cache-control", "no-store"}};
  if (status == 503) response.fields.push_back({"retry-after", "2"});
  return response;
}

}  // namespace

bool is_health_path(std::string_view path) { return path == live || path == ready; }

Task<Response> health(const Request& request, const Ask& ask) {
  if (request.path == live) co_return say(200, {{"status", "ok"}});
  const auto answer = co_await ask("daemon.health", {}, std::nullopt, patience);
  if (!answer)
    co_return say(503, {{"status", "unavailable"}, {"code", info(answer.error().code).name},
                        {"detail", answer.error().message}});
  const json::value health = json::parse(*answer);
  const bool is_ready = health.at("status") == "ok";
  // Which checks fail is for those who have shown who they are.
  json::object body{{"status", is_ready ? "ok" : "unavailable"}};
  if (request.caller.role >= model::Role::viewer) body["checks"] = health.at("checks");
  co_return say(is_ready ? 200 : 503, std::move(body));
}

}  // namespace trawl::httpd
