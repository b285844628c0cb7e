#include "trawl-httpd/rest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>

#include "trawl-httpd/arguments.hpp"
#include "trawl-httpd/digest.hpp"
#include "trawl-httpd/problem.hpp"

namespace trawl::httpd {
namespace {

namespace json = boost::json;

constexpr Millis beyond_the_daemons_limit{5'000};  // the daemon gives up first, and says why

// Strong: equal bytes, equal tag.
std::string etag_of(std::string_view body) {
  const Digest digest = sha256(body);
  return fmt::format("\"{:02x}\"", fmt::join(digest.begin(), digest.begin() + 12, ""));
}

bool is_known(std::string_view if_none_match, std::string_view etag) {
  return if_none_match == "*" || if_none_match.find(etag) != std::string_view::npos;
}

// A member of a result that is wanted in a header. Results are small where one is.
json::value member(const std::string& result, std::string_view name) {
  json::error_code fault;
  const json::value value = json::parse(result, fault);
  const json::value* found = fault || !value.is_object() ? nullptr : value.get_object().if_contains(name);
  return found ? *found : json::value(nullptr);
}

// The cursor of the next page. Every listing ends with its cursor, so that the page itself is not read.
std::string next_cursor(std::string_view result) {
  constexpr std::string_view key = R"("next_cursor":")";
  const auto begin = result.rfind(key);
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = result.substr(begin + key.size());
  const auto end = rest.find('"');
  return rest.substr(end) == "\"}" ? std::string(rest.substr(0, end)) : std::string();
}

std::string with_cursor(const Request& request, const std::string& cursor) {
  std::string query;
  for (std::string_view left = request.query; !left.empty();) {
    const std::size_t end = std::min(left.find('&'), left.size());
    const std::string_view pair = left.substr(0, end);
    if (!pair.starts_with("cursor=")) query.append(pair).append("&");
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  return fmt::format("<{}?{}cursor={}>; rel=\"next\"", request.path, query, cursor);
}

// Where what has begun can be looked at, in the style of the path that began it.
std::string location(std::string_view path, const json::value& run) {
  const bool v1 = path.starts_with("/api/v1/");
  return fmt::format("{}{}", v1 ? "/api/v1/runs/" : "/api/scrape/", run.as_int64());
}

void add_start_fields(const Request& request, Response& response) {
  const json::value run = member(response.body, "run_id");
  if (!run.is_int64()) return;  // a dry run
  response.fields.push_back({"location", location(request.path, run)});
  if (member(response.body, "replayed") == true) response.status = 200;
}

void add_read_fields(const Request& request, Response& response) {
  const std::string etag = etag_of(response.body);
  response.fields.push_back({"etag", etag});
  response.fields.push_back({"cache-control", "no-cache"});
  if (const std::string cursor = next_cursor(response.body); !cursor.empty())
    response.fields.push_back({"link", with_cursor(request, cursor)});
  if (is_known(request.field("if-none-match").value_or(""), etag)) {
    response.status = 304;
    response.body.clear();
  }
}

Response options(const std::string& allow) { return {.status = 204, .fields = {{"allow", allow}}}; }

}  // namespace

client::OnBehalfOf on_behalf_of(const Caller& caller) {
  return {caller.name, std::string(model::name(caller.role)), caller.uid, caller.transport};
}

Task<Response> Rest::answer(const Request& request) {
  auto answered = co_await call(request);
  co_return answered ? std::move(*answered) : problem(answered.error(), request);
}

Task<Result<Response>> Rest::call(const Request& request) {
  if (const std::string verbs = request.verb == "OPTIONS" ? routes_.allow(request.path) : ""; !verbs.empty())
    co_return options(verbs + ", OPTIONS");
  auto match = routes_.find(request.verb, request.path);
  if (!match) co_return std::unexpected(match.error());
  auto params = arguments(*match, request);
  if (!params) co_return std::unexpected(params.error());
  const Millis patience = match->method->time_limit + beyond_the_daemons_limit;
  auto result = co_await ask_(match->method->name, std::move(*params), on_behalf_of(request.caller), patience);
  if (!result) co_return std::unexpected(result.error());
  Response response{.status = match->route->status, .body = std::move(*result)};
  response.fields.push_back({"content-type", "application/json"});
  if (match->route->verb == "GET") {
    add_read_fields(request, response);
  } else {
    response.fields.push_back({"cache-control", "no-store"});
    if (match->route->status == 202) add_start_fields(request, response);
  }
  co_return response;
}

}  // namespace trawl::httpd
