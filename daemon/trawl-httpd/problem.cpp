#include "trawl-httpd/problem.hpp"

#include <boost/json/serialize.hpp>

namespace trawl::httpd {
namespace {

constexpr std::string_view usual_wait = "2";  // seconds; a daemon that restarts is back by then

// Seconds, rounded up, if the daemon said how long.
std::string retry_after(const Error& error) {
  const boost::json::value* wait = error.data.if_contains("retry_after_ms");
  if (!wait || !wait->is_int64()) return std::string(usual_wait);
  return std::to_string((wait->get_int64() + 999) / 1000);
}

}  // namespace

Response problem(const Error& error, const Request& request) {
  const CodeInfo& code = info(error.code);
  boost::json::object body = error.data;
  body.erase("kind");
  body["type"] = "/problems/" + std::string(code.name);
  body["title"] = code.title;
  body["status"] = code.http;
  body["detail"] = error.message;
  body["code"] = code.name;
  body["retryable"] = code.retryable;
  if (!error.hint.empty()) body["hint"] = error.hint;
  if (!request.path.empty()) body["instance"] = request.path;  // the gate may have refused before there is one
  body["request_id"] = request.id;

  Response response{.status = code.http, .body = boost::json::serialize(body)};
  response.fields = {{"content-type", "application/problem+json"}, {"cache-control", "no-store"}};
  if (code.http == 503 || code.http == 429) response.fields.push_back({"retry-after", retry_after(error)});
  if (const auto* allow = error.data.if_contains("allow"); allow && code.http == 405)
    response.fields.push_back({"allow", std::string(allow->as_string())});
  if (code.http == 401) response.fields.push_back({"www-authenticate", "Bearer realm=\"trawl\""});
  return response;
}

}  // namespace trawl::httpd
