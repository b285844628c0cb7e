#include "base/error.hpp"

#include <algorithm>
#include <array>

namespace trawl {
namespace {

using enum Code;

constexpr std::array table{
    CodeInfo{parse_error, "parse_error", -32700, 400, 70, false, "The request is not valid JSON"},
    CodeInfo{invalid_request, "invalid_request", -32600, 400, 70, false, "The message is not a JSON-RPC 2.0 request"},
    CodeInfo{frame_too_large, "frame_too_large", -32600, 413, 70, false, "The request line exceeds the limit"},
    CodeInfo{method_not_found, "method_not_found", -32601, 404, 2, false, "No such method"},
    CodeInfo{invalid_params, "invalid_params", -32602, 400, 2, false, "A parameter is missing or has a wrong value"},
    CodeInfo{unknown_param, "unknown_param", -32602, 400, 2, false, "The method has no such parameter"},
    CodeInfo{internal_error, "internal_error", -32603, 500, 70, false, "The daemon failed; its log has the incident"},
    CodeInfo{permission_denied, "permission_denied", 1001, 403, 4, false, "The peer's role does not allow this"},
    CodeInfo{unauthenticated, "unauthenticated", 1002, 401, 4, false, "The peer has no role"},
    CodeInfo{run_not_found, "run_not_found", 1101, 404, 3, false, "No such run"},
    CodeInfo{schedule_not_found, "schedule_not_found", 1101, 404, 3, false, "No such schedule"},
    CodeInfo{platform_not_found, "platform_not_found", 1101, 404, 3, false, "No such platform"},
    CodeInfo{plugin_not_found, "plugin_not_found", 1101, 404, 3, false, "No such plugin"},
    CodeInfo{subscription_not_found, "subscription_not_found", 1101, 404, 3, false, "No such subscription"},
    CodeInfo{gone, "gone", 1102, 410, 3, false, "It existed, but retention has removed it"},
    CodeInfo{run_active, "run_active", 1201, 409, 5, true, "The run has not ended yet"},
    CodeInfo{retry_active, "retry_active", 1202, 409, 5, true, "Another retry holds one of these platforms"},
    CodeInfo{nothing_to_retry, "nothing_to_retry", 1203, 409, 5, false, "Every platform has succeeded"},
    CodeInfo{run_not_cancellable, "run_not_cancellable", 1204, 409, 5, false, "The run has already ended"},
    CodeInfo{unknown_platform, "unknown_platform", -32602, 400, 2, false, "No platform has this name"},
    CodeInfo{platform_not_in_run, "platform_not_in_run", -32602, 400, 2, false, "The lineage never requested it"},
    CodeInfo{platform_unavailable, "platform_unavailable", 1208, 409, 5, false, "The platform cannot run now"},
    CodeInfo{platform_disabled, "platform_disabled", 1209, 409, 5, false, "The platform is disabled"},
    CodeInfo{attempt_limit, "attempt_limit", 1210, 409, 5, false, "The lineage has too many attempts"},
    CodeInfo{platform_busy, "platform_busy", 1211, 409, 5, true, "The platform is busy in another run"},
    CodeInfo{revision_conflict, "revision_conflict", 1205, 412, 5, true, "The configuration changed meanwhile"},
    CodeInfo{idempotency_mismatch, "idempotency_mismatch", 1206, 422, 5, false, "The key was used for another request"},
    CodeInfo{idempotency_in_progress, "idempotency_in_progress", 1207, 409, 5, true, "The first request is not done"},
    CodeInfo{config_invalid, "config_invalid", 1301, 422, 78, false, "The configuration has faults"},
    CodeInfo{plugin_unavailable, "plugin_unavailable", 1302, 409, 5, false, "The plugin cannot be loaded"},
    CodeInfo{overloaded, "overloaded", 1401, 503, 75, true, "A limit of the daemon is reached"},
    CodeInfo{too_many_connections, "too_many_connections", 1401, 503, 75, true, "Too many connections"},
    CodeInfo{too_many_streams, "too_many_streams", 1401, 429, 75, true, "Too many subscriptions"},
    CodeInfo{shutting_down, "shutting_down", 1402, 503, 75, true, "The daemon is stopping"},
    CodeInfo{timeout, "timeout", 1403, 504, 7, true, "The request took too long"},
    CodeInfo{cancelled, "cancelled", 1403, 504, 7, true, "The request was cancelled"},
    CodeInfo{storage_full, "storage_full", 1404, 507, 75, true, "The disk is full"},
    CodeInfo{storage_error, "storage_error", 1405, 500, 70, false, "The database reported an error"},
    CodeInfo{state_locked, "state_locked", 1406, 503, 75, true, "Another daemon uses the state directory"},
    CodeInfo{daemon_unreachable, "daemon_unreachable", 0, 503, 6, true, "The daemon cannot be reached"},
    CodeInfo{protocol_error, "protocol_error", 0, 502, 70, false, "The peer does not speak the protocol"},
    CodeInfo{bad_request, "bad_request", 0, 400, 70, false, "The request is not valid HTTP"},
    CodeInfo{route_not_found, "route_not_found", 0, 404, 3, false, "No such path"},
    CodeInfo{method_not_allowed, "method_not_allowed", 0, 405, 2, false, "The path does not take this method"},
    CodeInfo{request_timeout, "request_timeout", 0, 408, 7, true, "The request did not arrive in time"},
    CodeInfo{body_too_large, "body_too_large", 0, 413, 2, false, "The request body exceeds the limit"},
    CodeInfo{media_type_unsupported, "media_type_unsupported", 0, 415, 2, false, "The body must be application/json"},
    CodeInfo{host_not_allowed, "host_not_allowed", 0, 421, 4, false, "The Host is not one of this server's names"},
    CodeInfo{cross_site, "cross_site", 0, 403, 4, false, "Another site's page may not ask for this"},
    CodeInfo{head_too_large, "head_too_large", 0, 431, 2, false, "The request head exceeds the limit"},
    CodeInfo{transfer_unsupported, "transfer_unsupported", 0, 501, 2, false, "Only the transfer coding chunked is known"},
    CodeInfo{http_version_unsupported, "http_version_unsupported", 0, 505, 2, false, "Only HTTP/1.0 and HTTP/1.1 are known"},
    CodeInfo{precondition_failed, "precondition_failed", 0, 412, 5, false, "The condition of the request does not hold"},
    CodeInfo{too_many_requests, "too_many_requests", 0, 429, 75, true, "Too many failed attempts"},
};

constexpr bool in_enum_order() {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (static_cast<std::size_t>(table[i].code) != i) return false;
  return true;
}
static_assert(in_enum_order(), "info() indexes the table by the code");
static_assert(table.size() == static_cast<std::size_t>(too_many_requests) + 1, "every code has a row");

}  // namespace

const CodeInfo& info(Code code) { return table[static_cast<std::size_t>(code)]; }

std::span<const CodeInfo> error_code_table() { return table; }

std::optional<Code> find_code(std::string_view name) {
  const auto row = std::ranges::find(table, name, &CodeInfo::name);
  return row == table.end() ? std::nullopt : std::optional(row->code);
}

}  // namespace trawl
