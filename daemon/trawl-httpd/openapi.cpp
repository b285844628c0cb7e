#include "trawl-httpd/openapi.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <set>

#include "trawl-httpd/openapi_schemas.hpp"

namespace trawl::httpd {
namespace {

namespace json = boost::json;

bool is_in_path(const Routes::Entry& entry, std::string_view param) {
  return std::ranges::find(entry.segments, fmt::format("{{{}}}", param)) != entry.segments.end();
}

// What the path stands for already, and what comes as a header, is no parameter.
bool is_given(const Routes::Entry& entry, const api::Param& param) {
  return entry.route->fixed.contains(param.name) || param.name == "idempotency_key";
}

json::object parameter(const api::Param& param, bool in_path) {
  json::object object{{"name", param.name},
                      {"in", in_path ? "path" : "query"},
                      {"required", in_path || param.required},
                      {"description", param.about},
                      {"schema", api::schema(param)}};
  if (param.type == api::Type::names && !in_path) {
    object["style"] = "form";
    object["explode"] = false;
  }
  return object;
}

json::array parameters(const Routes::Entry& entry, bool reads) {
  json::array list;
  for (const api::Param& param : entry.method->params) {
    const bool in_path = is_in_path(entry, param.name);
    if ((reads || in_path) && !is_given(entry, param)) list.push_back(parameter(param, in_path));
  }
  if (entry.method->changes) list.push_back({{"$ref", "#/components/parameters/IdempotencyKey"}});
  if (reads) list.push_back({{"$ref", "#/components/parameters/IfNoneMatch"}});
  return list;
}

json::object body(const Routes::Entry& entry) {
  json::object properties;
  json::array required;
  for (const api::Param& param : entry.method->params) {
    if (is_in_path(entry, param.name) || is_given(entry, param)) continue;
    json::object schema = api::schema(param);
    schema["description"] = param.about;
    properties[param.name] = std::move(schema);
    if (param.required) required.emplace_back(param.name);
  }
  json::object schema{{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  const bool needed = !required.empty();
  if (needed) schema["required"] = std::move(required);
  return {{"required", needed},
          {"content", {{"application/json", {{"schema", std::move(schema)}}}}}};
}

json::object success(const Routes::Entry& entry, bool reads) {
  json::object response{{"description", entry.method->summary},
                        {"content", {{"application/json", {{"schema", result_schema(*entry.method)}}}}}};
  json::object headers;
  if (reads) headers["ETag"] = {{"$ref", "#/components/headers/ETag"}};
  if (reads && std::ranges::find(entry.method->result, "next_cursor", &api::Field::name) != entry.method->result.end())
    headers["Link"] = {{"$ref", "#/components/headers/Link"}};
  if (entry.route->status == 202) headers["Location"] = {{"$ref", "#/components/headers/Location"}};
  if (!headers.empty()) response["headers"] = std::move(headers);
  return response;
}

json::object responses(const Routes::Entry& entry, bool reads) {
  json::object answers;
  answers[std::to_string(entry.route->status)] = success(entry, reads);
  if (entry.route->status == 202) answers["200"] = success(entry, reads);  // replayed, or a dry run
  if (reads) answers["304"] = {{"description", "It is as If-None-Match says"}};
  for (const int status : problem_statuses(reads)) answers[std::to_string(status)] = problem_reference();
  return answers;
}

json::object operation(const Routes::Entry& entry, std::string id) {
  const bool reads = entry.route->verb == "GET";
  json::object object{{"operationId", std::move(id)},
                      {"summary", entry.method->summary},
                      {"description", fmt::format("Calls {}; needs the role {}.", entry.method->name,
                                                  model::name(entry.method->role))},
                      {"tags", json::array{entry.method->name.substr(0, entry.method->name.find('.'))}},
                      {"responses", responses(entry, reads)}};
  if (json::array list = parameters(entry, reads); !list.empty()) object["parameters"] = std::move(list);
  if (!reads) object["requestBody"] = body(entry);
  return object;
}

// The method's name for its first path, and with a number for the others.
std::string operation_id(const Routes::Entry& entry) {
  const auto index = entry.route - entry.method->http.data();
  return index == 0 ? std::string(entry.method->name) : fmt::format("{}.{}", entry.method->name, index + 1);
}

std::string lower(std::string_view verb) {
  std::string text(verb);
  std::ranges::transform(text, text.begin(), [](char c) { return static_cast<char>(c | 0x20); });
  return text;
}

json::array tags(const Routes& routes) {
  std::set<std::string_view> names{"http"};
  for (const auto& entry : routes.all()) names.insert(entry.method->name.substr(0, entry.method->name.find('.')));
  json::array list;
  for (const std::string_view name : names)
    list.push_back({{"name", name}, {"description", name == "http" ? "What only the HTTP side has"
                                                                   : fmt::format("Methods {}.*", name)}});
  return list;
}

}  // namespace

json::object openapi_document(const Routes& routes) {
  std::vector<Routes::Entry> entries = routes.all();
  std::ranges::sort(entries, {}, [](const Routes::Entry& entry) { return entry.route->path; });
  json::object paths;
  for (const Routes::Entry& entry : entries) {
    json::value& item = paths[entry.route->path];
    if (item.is_null()) item = json::object();
    item.as_object()[lower(entry.route->verb)] = operation(entry, operation_id(entry));
  }
  for (const auto& [path, item] : adapter_paths()) paths[path] = item;
  return {{"openapi", "3.1.0"},
          {"info",
           {{"title", "trawl"},
            {"version", TRAWL_VERSION},
            {"summary", "Runs, retries, schedules and items of a scraping daemon"},
            {"description",
             "Every path calls a method of the admin socket. Errors are RFC 9457 problems; changes take an "
             "Idempotency-Key; pages follow each other by Link."},
            {"license", {{"name", "MIT"}, {"identifier", "MIT"}}}}},
          {"servers", {{{"url", "/"}, {"description", "This server"}}}},
          {"security", json::array{{{"token", json::array()}}, {{"session", json::array()}}}},
          {"tags", tags(routes)},
          {"paths", std::move(paths)},
          {"components", components()}};
}

}  // namespace trawl::httpd
