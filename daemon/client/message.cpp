#include "client/message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace trawl::client {
namespace {

constexpr std::size_t max_depth = 64;  // the daemon sends far less; a bound for what is not the daemon

std::string text_member(const json::object& object, std::string_view name) {
  const json::value* member = object.if_contains(name);
  return member && member->is_string() ? std::string(member->get_string()) : std::string();
}

std::unexpected<Error> violation(std::string_view what, std::string_view line) {
  return refuse(Code::protocol_error, fmt::format("the peer sent {}", what),
                fmt::format("it began with '{}'; is this trawl's socket?", line.substr(0, 40)));
}

Code code_of(std::string_view kind, std::int64_t number) {
  if (const auto known = find_code(kind)) return *known;
  const auto rows = error_code_table();
  const auto row = std::ranges::find(rows, number, &CodeInfo::rpc);
  return row == rows.end() ? Code::internal_error : row->code;
}

}  // namespace

std::string encode_call(std::int64_t id, std::string_view method, const json::object& params) {
  return json::serialize(
             json::object{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}}) +
         "\n";
}

Error to_error(const json::object& error) {
  const json::value* number = error.if_contains("code");
  const json::value* data = error.if_contains("data");
  Error result{.code = Code::internal_error, .message = text_member(error, "message")};
  if (data && data->is_object()) result.data = data->get_object();
  result.code =
      code_of(text_member(result.data, "kind"), number && number->is_int64() ? number->get_int64() : 0);
  result.hint = text_member(result.data, "hint");
  if (result.message.empty()) result.message = info(result.code).title;
  result.data.erase("hint");
  return result;
}

Result<Message> decode(std::string_view line) {
  json::error_code fault;
  json::parse_options options;
  options.max_depth = max_depth;
  const json::value value = json::parse(line, fault, {}, options);
  if (fault) return violation("a line that is not JSON", line);
  const json::object* object = value.if_object();
  if (!object || text_member(*object, "jsonrpc") != "2.0")
    return violation("a line that is not JSON-RPC 2.0", line);

  if (const std::string method = text_member(*object, "method"); !method.empty()) {
    const json::value* params = object->if_contains("params");
    return Notification{method, params && params->is_object() ? params->get_object() : json::object()};
  }
  const json::value* id = object->if_contains("id");
  const json::value* error = object->if_contains("error");
  const json::value* result = object->if_contains("result");
  if (error && error->is_object() && (!id || id->is_null()))
    return std::unexpected(to_error(error->get_object()));
  if (!id || !id->is_int64()) return violation("a reply without the request's id", line);
  if (error && error->is_object())
    return Reply{id->get_int64(), std::unexpected(to_error(error->get_object()))};
  if (!result) return violation("a reply with neither result nor error", line);
  return Reply{id->get_int64(), *result};
}

}  // namespace trawl::client
