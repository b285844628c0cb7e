#include "rpc/envelope.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace trawl::rpc {
namespace {

bool is_usable_id(const json::value& id, std::size_t max_bytes) {
  return id.is_null() || id.is_int64() || (id.is_string() && id.get_string().size() <= max_bytes);
}

std::unexpected<Refused> malformed(json::value id, std::string message, std::string hint = {}) {
  return std::unexpected(
      Refused{std::move(id), Error{Code::invalid_request, std::move(message), std::move(hint)}});
}

}  // namespace

std::expected<Request, Refused> parse_request(json::value message, std::size_t max_id_bytes) {
  json::object* members = message.if_object();
  if (!members) return malformed(nullptr, "a request must be an object");
  Request request;
  json::value answer_to = nullptr;
  if (json::value* id = members->if_contains("id")) {
    if (!is_usable_id(*id, max_id_bytes))
      return malformed(
          nullptr,
          fmt::format("id must be a string of at most {} bytes, a 64-bit integer or null", max_id_bytes));
    answer_to = *id;
    request.id = std::move(*id);
  }
  const json::value* version = members->if_contains("jsonrpc");
  if (!version || *version != "2.0") return malformed(answer_to, "jsonrpc must be \"2.0\"");
  const json::value* method = members->if_contains("method");
  if (!method || !method->is_string()) return malformed(answer_to, "method must be a string");
  request.method = std::string_view(method->get_string());
  if (json::value* params = members->if_contains("params")) {
    if (!params->is_object() && !params->is_array())
      return malformed(answer_to, "params must be an object or an array");
    request.params = std::move(*params);
  }
  if (json::value* person = members->if_contains("on_behalf_of")) {
    if (!person->is_object()) return malformed(answer_to, "on_behalf_of must be an object");
    request.on_behalf_of = std::move(*person);
  }
  for (const auto& member : *members)
    if (const std::string_view key = member.key();
        key != "id" && key != "jsonrpc" && key != "method" && key != "params" && key != "on_behalf_of")
      return malformed(answer_to,
                       fmt::format("a request has no member '{}'", escape_controls(key.substr(0, 100))),
                       "parameters of the method belong into params");
  return request;
}

}  // namespace trawl::rpc
