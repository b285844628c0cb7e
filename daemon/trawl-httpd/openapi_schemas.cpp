#include "trawl-httpd/openapi_schemas.hpp"

#include <algorithm>
#include <boost/json/array.hpp>

#include "api/discover.hpp"
#include "api/table.hpp"

namespace trawl::httpd {
namespace {

namespace json = boost::json;

json::object reference(std::string_view schema) { return {{"$ref", "#/components/schemas/" + std::string(schema)}}; }
json::object typed(std::string_view type, std::string_view about) { return {{"type", type}, {"description", about}}; }
json::object nullable(std::string_view type, std::string_view about) {
  return {{"type", json::array{type, "null"}}, {"description", about}};
}
json::object answer(std::string_view about, std::string_view media_type, json::object schema) {
  return {{"description", about}, {"content", {{media_type, {{"schema", std::move(schema)}}}}}};
}

json::object problem_schema() {
  return {{"type", "object"},
          {"description", "RFC 9457. More members name the place: run_id, field, platforms, errors, ..."},
          {"required", json::array{"type", "title", "status", "detail", "code"}},
          {"properties",
           {{"type", typed("string", "/problems/{code}, which explains it")},
            {"title", typed("string", "what the code means")},
            {"status", typed("integer", "the HTTP status")},
            {"detail", typed("string", "one sentence: what happened")},
            {"code", typed("string", "the stable word")},
            {"hint", typed("string", "what to do about it")},
            {"retryable", typed("boolean", "the same request can succeed later")},
            {"instance", typed("string", "the path that was asked for")},
            {"request_id", typed("string", "also in the answer's X-Request-Id")}}}};
}

json::object platform_schema() {
  return {{"type", "object"},
          {"properties",
           {{"name", typed("string", "the platform")},
            {"status", typed("string", "pending running succeeded partial failed cancelled interrupted not_run")},
            {"started_at", nullable("string", "RFC 3339")},
            {"finished_at", nullable("string", "RFC 3339")},
            {"duration_ms", nullable("integer", "from start to end")},
            {"items", typed("integer", "items it gave")},
            {"errors", typed("integer", "errors recorded")},
            {"fetches", typed("integer", "requests sent")},
            {"bytes", typed("integer", "bytes received")},
            {"tries", typed("integer", "attempts within the run")},
            {"plugin", {{"type", json::array{"object", "null"}}, {"description", "{id, version}"}}}}}};
}

json::object error_schema() {
  return {{"type", "object"},
          {"properties",
           {{"platform", typed("string", "the platform")},
            {"kind", typed("string", "one of the error kinds")},
            {"severity", typed("string", "error or warning")},
            {"message", typed("string", "what happened")},
            {"url", nullable("string", "the page it is about")},
            {"http_status", nullable("integer", "that the site answered with")},
            {"time", typed("string", "RFC 3339")}}}};
}

// A run object, from the fields that runs.get declares.
json::object run_schema(const api::Table& table) {
  json::object schema = api::result_schema(*table.find("runs.get"));
  json::object& properties = schema["properties"].as_object();
  properties["platforms"] = {{"type", "array"}, {"items", reference("Platform")}};
  properties["errors"] = {{"type", "array"}, {"items", reference("Error")}};
  return schema;
}

json::object event_stream(std::string_view id, std::string_view summary, json::array parameters) {
  json::object answers{
      {"200",
       {{"description", "Server-sent events; with Accept: application/x-ndjson, lines of JSON"},
        {"content",
         {{"text/event-stream", {{"schema", {{"type", "string"}}}}},
          {"application/x-ndjson", {{"schema", {{"type", "string"}}}}}}}}},
      {"204", {{"description", "The run has ended and all of it has been told: do not reconnect"}}}};
  for (const int status : problem_statuses(true)) answers[std::to_string(status)] = problem_reference();
  parameters.push_back({{"name", "since"},
                        {"in", "query"},
                        {"description", "tell what came after this journal position"},
                        {"schema", {{"type", "integer"}, {"minimum", 0}}}});
  parameters.push_back({{"name", "types"},
                        {"in", "query"},
                        {"description", "only these, or groups of them: run.finished,platform"},
                        {"schema", {{"type", "string"}}}});
  parameters.push_back({{"name", "Last-Event-ID"},
                        {"in", "header"},
                        {"description", "as since; browsers send it when they reconnect"},
                        {"schema", {{"type", "integer"}, {"minimum", 0}}}});
  return {{"get",
           {{"operationId", id},
            {"summary", summary},
            {"tags", json::array{"http"}},
            {"parameters", std::move(parameters)},
            {"responses", std::move(answers)}}}};
}

json::object run_filter() {
  return {{"name", "run"},
          {"in", "query"},
          {"description", "only of this run"},
          {"schema", {{"type", "integer"}, {"minimum", 1}}}};
}

json::object health_path(std::string_view id, std::string_view summary, bool may_fail) {
  json::object answers{{"200", answer("Well", "application/json", reference("Health"))}};
  if (may_fail) answers["503"] = answer("Not well", "application/json", reference("Health"));
  answers["429"] = problem_reference();
  return {{"get",
           {{"operationId", id},
            {"summary", summary},
            {"tags", json::array{"http"}},
            {"security", json::array{}},
            {"responses", std::move(answers)}}}};
}

json::object session_operation(std::string_view id, std::string_view summary, int status) {
  json::object answers;
  answers[std::to_string(status)] = status == 204 ? json::object{{"description", "The session has ended"}}
                                                  : answer("Who you are", "application/json", reference("Session"));
  for (const int refused : {400, 401, 403, 413, 415, 421, 429, 500, 503, 504})
    answers[std::to_string(refused)] = problem_reference();
  return {{"operationId", id}, {"summary", summary}, {"tags", json::array{"http"}}, {"responses", std::move(answers)}};
}

json::object session_path_item() {
  json::object open = session_operation("session.open", "Buy a session cookie with a code or a token", 200);
  open["security"] = json::array();
  open["requestBody"] = {
      {"required", true},
      {"content",
       {{"application/json",
         {{"schema",
           {{"type", "object"},
            {"additionalProperties", false},
            {"properties",
             {{"code", typed("string", "as `trawlctl web` prints it")}, {"token", typed("string", "trawl_...")}}}}}}}}}};
  return {{"post", std::move(open)},
          {"get", session_operation("session.get", "Who you are", 200)},
          {"delete", session_operation("session.end", "End the session", 204)}};
}

json::object rpc_item() {
  json::object answers{{"200", answer("The reply, or replies", "application/json",
                                      {{"type", json::array{"object", "array"}}})},
                       {"204", {{"description", "Nothing asked for a reply"}}}};
  for (const int status : problem_statuses(false)) answers[std::to_string(status)] = problem_reference();
  return {{"post",
           {{"operationId", "rpc"},
            {"summary", "JSON-RPC 2.0, as on the admin socket"},
            {"tags", json::array{"http"}},
            {"requestBody",
             {{"required", true},
              {"content",
               {{"application/json", {{"schema", {{"type", json::array{"object", "array"}}}}}}}}}},
            {"responses", std::move(answers)}}}};
}

json::object metrics_item() {
  json::object answers{{"200",
                        {{"description", "Prometheus' text format, or OpenMetrics by Accept"},
                         {"content",
                          {{"text/plain", {{"schema", {{"type", "string"}}}}},
                           {"application/openmetrics-text", {{"schema", {{"type", "string"}}}}}}}}}};
  for (const int status : problem_statuses(true)) answers[std::to_string(status)] = problem_reference();
  return {{"get",
           {{"operationId", "metrics"},
            {"summary", "Metrics of the daemon and of this server"},
            {"tags", json::array{"http"}},
            {"responses", std::move(answers)}}}};
}

}  // namespace

json::object result_schema(const api::Method& method) {
  if (method.name == "runs.get") return reference("Run");
  json::object schema = api::result_schema(method);
  json::object& properties = schema["properties"].as_object();
  for (const api::Field& field : method.result)
    if (field.type == "run") properties[field.name] = reference("Run");
  if (method.name == "runs.list") properties["runs"] = {{"type", "array"}, {"items", reference("Run")}};
  if (method.name == "errors.list") properties["errors"] = {{"type", "array"}, {"items", reference("Error")}};
  return schema;
}

std::vector<int> problem_statuses(bool reads) {
  std::vector<int> statuses{400, 401, 403, 404, 409, 410, 413, 421, 422, 429, 431, 500, 503, 504};
  if (!reads) statuses.insert(statuses.end(), {412, 415, 507});
  return statuses;
}

json::object problem_reference() { return {{"$ref", "#/components/responses/Problem"}}; }

json::object adapter_paths() {
  json::object run_id{{"name", "run_id"},
                      {"in", "path"},
                      {"required", true},
                      {"description", "a run's id"},
                      {"schema", {{"type", "integer"}, {"minimum", 1}}}};
  return {
      {"/api/v1/events", event_stream("events", "Follow the journal", {run_filter()})},
      {"/api/events", event_stream("events.2", "Follow the journal", {run_filter()})},
      {"/api/v1/runs/{run_id}/events", event_stream("runs.events", "Follow a run to its end", {std::move(run_id)})},
      {"/api/session", session_path_item()},
      {"/rpc", rpc_item()},
      {"/metrics", metrics_item()},
      {"/health/live", health_path("health.live", "Whether this server turns", false)},
      {"/health/ready", health_path("health.ready", "Whether the daemon is well", true)},
  };
}

json::object components() {
  const api::Table table = api::daemon_methods();
  json::object problem = answer("A problem", "application/problem+json", reference("Problem"));
  problem["headers"] = {{"Retry-After", {{"description", "seconds"}, {"schema", {{"type", "integer"}}}}}};
  return {
      {"schemas",
       {{"Problem", problem_schema()},
        {"Run", run_schema(table)},
        {"Platform", platform_schema()},
        {"Error", error_schema()},
        {"Health",
         {{"type", "object"},
          {"required", json::array{"status"}},
          {"properties",
           {{"status", typed("string", "ok or unavailable")},
            {"checks", typed("array", "{name, ok, detail}, for callers with a role")}}}}},
        {"Session",
         {{"type", "object"},
          {"required", json::array{"name", "role"}},
          {"properties",
           {{"name", typed("string", "who you are")},
            {"role", typed("string", "viewer, operator or admin")},
            {"expires_at", nullable("string", "RFC 3339")},
            {"transport", typed("string", "how you came")}}}}}}},
      {"responses", {{"Problem", std::move(problem)}}},
      {"parameters",
       {{"IdempotencyKey",
         {{"name", "Idempotency-Key"},
          {"in", "header"},
          {"description", "1 to 64 printable characters, bare or quoted: equal keys mean the same request for 24 h"},
          {"schema", {{"type", "string"}}}}},
        {"IfNoneMatch",
         {{"name", "If-None-Match"},
          {"in", "header"},
          {"description", "an ETag: 304 when nothing has changed"},
          {"schema", {{"type", "string"}}}}}}},
      {"headers",
       {{"ETag", {{"description", "changes with the body"}, {"schema", {{"type", "string"}}}}},
        {"Link", {{"description", "<...>; rel=\"next\": the next page"}, {"schema", {{"type", "string"}}}}},
        {"Location", {{"description", "the new run"}, {"schema", {{"type", "string"}}}}}}},
      {"securitySchemes",
       {{"token", {{"type", "http"}, {"scheme", "bearer"}, {"description", "as `trawl-httpd token new` makes it"}}},
        {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "trawl_session"}}}}},
  };
}

}  // namespace trawl::httpd
