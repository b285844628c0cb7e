#include "trawl-httpd/site.hpp"

#include <boost/json/serialize.hpp>

#include "trawl-httpd/assets.hpp"
#include "trawl-httpd/gate.hpp"
#include "trawl-httpd/health.hpp"
#include "trawl-httpd/openapi.hpp"
#include "trawl-httpd/problem.hpp"
#include "trawl-httpd/problem_pages.hpp"
#include "trawl-httpd/rpc_route.hpp"

namespace trawl::httpd {
namespace {

constexpr std::string_view openapi_path = "/openapi.json", openrpc_path = "/openrpc.json";

bool is_page(std::string_view path) {
  return !path.starts_with("/api/") && path != rpc_path && path != openapi_path && path != openrpc_path &&
         path != metrics_path && !is_health_path(path) && !is_problem_path(path);
}

Response document(std::string body) {
  Response response{.body = std::move(body)};
  response.fields = {{"content-type", "application/json"}, {"cache-control", "no-cache"}};
  return response;
}

}  // namespace

Site::Site(const api::Table& table, const Routes& routes, Authenticator& who, Events& events, const Ask& ask,
           OwnFigures own_figures)
    : table_(table),
      who_(who),
      events_(events),
      ask_(ask),
      own_figures_(std::move(own_figures)),
      rest_(routes, ask),
      openapi_(boost::json::serialize(openapi_document(routes))) {}

Task<Response> Site::answer(Request& request, const Visit& visit) {
  if (auto passed = check_origin(request, visit.door); !passed) co_return problem(passed.error(), request);
  if (request.path == "*")
    co_return Response{.status = 204, .fields = {{"allow", "GET, HEAD, POST, DELETE, OPTIONS"}}};
  if (is_page(request.path)) co_return asset_response(request);
  auto caller = who_.authenticate(request, visit.peer ? &*visit.peer : nullptr);
  if (!caller) co_return problem(caller.error(), request);
  request.caller = std::move(*caller);
  co_return co_await serve(request);
}

Task<Response> Site::serve(const Request& request) {
  if (is_health_path(request.path)) co_return co_await health(request, ask_);
  if (is_problem_path(request.path)) co_return problem_page(request);
  if (request.path == session_path) co_return co_await who_.session(request);
  if (Events::is_path(request.path)) co_return co_await events_.answer(request);
  if (request.path == rpc_path) co_return co_await rpc_answer(request, table_, ask_);
  if (request.path == metrics_path) co_return co_await metrics_page(request, ask_, own_figures_);
  if (request.path == openapi_path) co_return document(openapi_);
  if (request.path == openrpc_path) {
    auto openrpc = co_await ask_("rpc.discover", {}, on_behalf_of(request.caller), Millis(30'000));
    co_return openrpc ? document(std::move(*openrpc)) : problem(openrpc.error(), request);
  }
  co_return co_await rest_.answer(request);
}

}  // namespace trawl::httpd
