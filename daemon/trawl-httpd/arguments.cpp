#include "trawl-httpd/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <charconv>

#include "base/json_reader.hpp"
#include "trawl-httpd/query.hpp"

namespace trawl::httpd {
namespace {

namespace json = boost::json;

constexpr std::size_t max_body_depth = 32;

std::unexpected<Error> twice(std::string_view name) {
  return refuse(Code::invalid_params, fmt::format("'{}' is given twice, with different values", name),
                "give it once", {{"field", fmt::format("/{}", name)}});
}

json::array split_list(std::string_view text) {
  json::array list;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    list.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return list;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  return fault == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

// The text as the type that the method declares; text that does not fit stays text, and the daemon says what
// was wanted.
json::value typed(std::string_view text, api::Type type) {
  switch (type) {
    case api::Type::integer:
    case api::Type::run:
      if (const auto number = whole_number(text)) return *number;
      break;
    case api::Type::flag:
      if (text == "true" || text == "false") return text == "true";
      break;
    case api::Type::names:
      return split_list(text);
    case api::Type::object: {
      json::error_code fault;
      json::value value = json::parse(text, fault);
      if (!fault) return value;
      break;
    }
    default:
      break;
  }
  return json::value(text);
}

api::Type type_of(const api::Method& method, std::string_view name) {
  const auto param = std::ranges::find(method.params, name, &api::Param::name);
  return param == method.params.end() ? api::Type::text : param->type;
}

Result<> put(json::object& values, std::string_view name, json::value value) {
  const auto [place, is_new] = values.emplace(name, value);
  if (!is_new && place->value() != value) return twice(name);
  return {};
}

Result<> read_query(std::string_view query, const api::Method& method, json::object& values) {
  const auto pairs = query_pairs(query);
  if (!pairs) return std::unexpected(pairs.error());
  for (const auto& [name, value] : *pairs)
    if (auto kept = put(values, name, typed(value, type_of(method, name))); !kept) return kept;
  return {};
}

Result<> read_body(const std::string& body, json::object& values) {
  if (body.empty()) return {};
  auto value = read_json(body, max_body_depth);
  if (!value) {
    Error error = std::move(value.error());
    error.code = Code::parse_error;
    return std::unexpected(std::move(error));
  }
  if (!value->is_object())
    return refuse(Code::invalid_params, "the body is not a JSON object", "send {} or {\"platforms\": [...]}");
  for (const auto& [name, member] : value->get_object())
    if (auto kept = put(values, name, member); !kept) return kept;
  return {};
}

// RFC draft-ietf-httpapi-idempotency-key-header writes it quoted; most clients do not.
std::string unquoted(std::string_view key) {
  if (key.size() >= 2 && key.starts_with('"') && key.ends_with('"')) key = key.substr(1, key.size() - 2);
  return std::string(key);
}

}  // namespace

Result<json::object> arguments(const Match& match, const Request& request) {
  json::object values;
  for (const auto& [name, value] : match.params)
    values[name] = value.is_string() ? typed(value.get_string(), type_of(*match.method, name)) : value;
  if (auto query = read_query(request.query, *match.method, values); !query) return std::unexpected(query.error());
  if (match.route->verb != "GET")
    if (auto body = read_body(request.body, values); !body) return std::unexpected(body.error());
  if (const auto key = request.field("idempotency-key"); key && match.method->changes)
    if (auto kept = put(values, "idempotency_key", json::value(unquoted(*key))); !kept)
      return std::unexpected(kept.error());
  return values;
}

}  // namespace trawl::httpd
