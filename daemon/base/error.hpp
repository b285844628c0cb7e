// What a refused request or a failed operation says: a stable code, a sentence, and where it helps
// a remedy. The table in error.cpp is the only place that maps a code to JSON-RPC's number, HTTP's
// status and trawlctl's exit code. Values; any thread.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace trawl {

// Every refusal that trawl can answer with. Order is free; names are API (see error_code_table()).
enum class Code : std::uint8_t {
  // the wire
  parse_error, invalid_request, frame_too_large, method_not_found, invalid_params, unknown_param, internal_error,
  // who asks
  permission_denied, unauthenticated,
  // what is asked for
  run_not_found, schedule_not_found, platform_not_found, plugin_not_found, subscription_not_found, gone,
  // runs and retries
  run_active, retry_active, nothing_to_retry, run_not_cancellable, unknown_platform, platform_not_in_run,
  platform_unavailable, platform_disabled, attempt_limit, platform_busy,
  // idempotency
  revision_conflict, idempotency_mismatch, idempotency_in_progress,
  // configuration and plugins
  config_invalid, plugin_unavailable,
  // capacity and life cycle
  overloaded, too_many_connections, too_many_streams, shutting_down, timeout, cancelled, storage_full, storage_error,
  state_locked,
  // only ever said by a client
  daemon_unreachable, protocol_error,
  // only ever said over HTTP
  bad_request, route_not_found, method_not_allowed, request_timeout, body_too_large, media_type_unsupported,
  host_not_allowed, cross_site, head_too_large, transfer_unsupported, http_version_unsupported,
  precondition_failed, too_many_requests,
};

struct Error {
  Code code = Code::internal_error;
  std::string message;              // one sentence for a person, without a final full stop
  std::string hint = {};            // what to do about it; may be empty
  boost::json::object data = {};    // machine-readable details, merged into the answer's error data
};

template <class T = void>
using Result = std::expected<T, Error>;

// Shorthand for the failing return: `return refuse(Code::run_not_found, "no run 12");`
[[nodiscard]] inline std::unexpected<Error> refuse(Code code, std::string message, std::string hint = {},
                                                   boost::json::object data = {}) {
  return std::unexpected(Error{code, std::move(message), std::move(hint), std::move(data)});
}

// How the outside world sees a code.
struct CodeInfo {
  Code code;
  std::string_view name;    // the stable word: "run_active"
  int rpc;                  // JSON-RPC error.code
  int http;                 // HTTP status
  int exit;                 // trawlctl's exit code
  bool retryable;           // the same request can succeed later without being changed
  std::string_view title;   // what the code means, for documentation and problem titles
};

const CodeInfo& info(Code);
std::span<const CodeInfo> error_code_table();
std::optional<Code> find_code(std::string_view name);

}  // namespace trawl
