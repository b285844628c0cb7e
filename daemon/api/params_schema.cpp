// The JSON Schema of a described parameter.
#include <boost/json/array.hpp>
#include <limits>

#include "api/params.hpp"

namespace trawl::api {
namespace {

constexpr auto no_min = std::numeric_limits<std::int64_t>::min();
constexpr auto no_max = std::numeric_limits<std::int64_t>::max();

void bound(json::object& schema, const Param& param, std::string_view min, std::string_view max) {
  if (param.min != no_min) schema[min] = param.min;
  if (param.max != no_max) schema[max] = param.max;
}

json::object words(const Param& param) {
  json::object schema{{"type", "string"}};
  if (param.one_of.empty()) return schema;
  json::array allowed;
  for (std::string_view word : param.one_of) allowed.emplace_back(word);
  schema["enum"] = std::move(allowed);
  return schema;
}

json::object base_schema(const Param& param) {
  switch (param.type) {
    case Type::text:
      return words(param);
    case Type::integer:
      return {{"type", "integer"}};
    case Type::flag:
      return {{"type", "boolean"}};
    case Type::names:
      return {{"type", "array"}, {"items", words(param)}};
    case Type::run:
      return {{"oneOf", json::array{{{"type", "integer"}, {"minimum", 1}},
                                    {{"type", "string"}, {"enum", {"last", "latest-failed"}}}}}};
    case Type::request_id:
      return {{"type", {"string", "integer"}}};
    case Type::time:
      return {{"type", "string"}, {"format", "date-time"}};
    case Type::key:
      return {{"type", "string"}, {"pattern", "^[!-~]{1,64}$"}};
    case Type::object:
      return {{"type", "object"}};
  }
  return {};
}

}  // namespace

json::object schema(const Param& param) {
  json::object schema = base_schema(param);
  if (param.type == Type::text) bound(schema, param, "minLength", "maxLength");
  if (param.type == Type::integer) bound(schema, param, "minimum", "maximum");
  if (param.type == Type::names) bound(schema, param, "minItems", "maxItems");
  if (!param.fallback.is_null()) schema["default"] = param.fallback;
  return schema;
}

}  // namespace trawl::api
