#include "api/discover.hpp"

#include <boost/json/array.hpp>

namespace trawl::api {
namespace {

json::object param_json(const Param& param) {
  return {{"name", param.name},
          {"required", param.required},
          {"description", param.about},
          {"schema", schema(param)}};
}

json::array params_json(const Method& method) {
  json::array params;
  for (const Param& param : method.params) params.push_back(param_json(param));
  return params;
}

json::array result_json(const Method& method) {
  json::array members;
  for (const Field& field : method.result)
    members.push_back({{"name", field.name}, {"type", field.type}, {"description", field.about}});
  return members;
}

// "integer|null" as JSON Schema writes it; the words of the table that are not types stand for objects.
json::value schema_type(std::string_view words) {
  json::array types;
  for (std::size_t begin = 0; begin <= words.size();) {
    const std::size_t end = std::min(words.find('|', begin), words.size());
    const std::string_view word = words.substr(begin, end - begin);
    types.emplace_back(word == "run" ? "object" : word == "time" ? "string" : word);
    begin = end + 1;
  }
  return types.size() == 1 ? types.front() : json::value(std::move(types));
}

json::object openrpc_method(const Method& method) {
  return {{"name", method.name},
          {"summary", method.summary},
          {"paramStructure", "either"},
          {"params", params_json(method)},
          {"result", {{"name", "result"}, {"schema", result_schema(method)}}},
          {"x-role", name(method.role)},
          {"x-changes", method.changes},
          {"x-streams", method.streams}};
}

json::array openrpc_errors() {
  json::array errors;
  for (const CodeInfo& code : error_code_table())
    if (code.rpc != 0)
      errors.push_back({{"code", code.rpc}, {"message", code.title}, {"data", {{"kind", code.name}}}});
  return errors;
}

}  // namespace

json::object result_schema(const Method& method) {
  json::object properties;
  for (const Field& field : method.result)
    properties[field.name] = {{"type", schema_type(field.type)}, {"description", field.about}};
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

json::object summary_json(const Method& method) {
  return {{"name", method.name},
          {"role", name(method.role)},
          {"summary", method.summary},
          {"changes", method.changes},
          {"idempotent", true},  // what changes something takes a key, or is idempotent by its nature
          {"idempotency_key", method.changes},
          {"dry_run", method.dry_run},
          {"streaming", method.streams},
          {"since", method.since}};
}

json::object describe_json(const Method& method) {
  json::object object = summary_json(method);
  object["params"] = params_json(method);
  object["result"] = result_json(method);
  return object;
}

json::object openrpc_document(const Table& table, std::string_view version) {
  json::array methods;
  for (const Method& method : table.all()) methods.push_back(openrpc_method(method));
  return {{"openrpc", "1.2.6"},
          {"info", {{"title", "trawl"}, {"version", version.empty() ? "0" : version}}},
          {"methods", std::move(methods)},
          {"components", {{"x-errors", openrpc_errors()}}}};
}

}  // namespace trawl::api
