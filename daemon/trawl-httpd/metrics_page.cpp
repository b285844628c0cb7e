#include "trawl-httpd/metrics_page.hpp"

#include <boost/json/parse.hpp>

#include "trawl-httpd/exposition.hpp"
#include "trawl-httpd/problem.hpp"

namespace trawl::httpd {
namespace {

namespace json = boost::json;

constexpr Millis patience{8'000};  // below the ten seconds that Prometheus waits by default

// A refusal that says that nobody is there, rather than that the caller may not ask.
bool is_away(const Error& error) {
  return error.code == Code::daemon_unreachable || error.code == Code::timeout ||
         error.code == Code::shutting_down;
}

}  // namespace

Task<Response> metrics_page(const Request& request, const Ask& ask, const OwnFigures& own) {
  if (request.verb != "GET" && request.verb != "HEAD") {
    Response refused = problem({Code::method_not_allowed, "metrics can only be read"}, request);
    refused.fields.push_back({"allow", "GET, HEAD"});
    co_return refused;
  }
  const auto told = co_await ask("daemon.metrics", {}, on_behalf_of(request.caller), patience);
  if (!told && !is_away(told.error())) co_return problem(told.error(), request);
  json::array families = own(told.has_value());
  if (told) {
    json::value daemon = json::parse(*told);
    for (json::value& family : daemon.at("families").as_array()) families.push_back(std::move(family));
  }
  const Exposition format = wanted_exposition(request.field("accept").value_or(""));
  Response response{.body = expose(families, format)};
  response.fields = {
      {"content-type", std::string(content_type(format))}, {"cache-control", "no-store"}, {"vary", "accept"}};
  co_return response;
}

}  // namespace trawl::httpd
