#include "model/error_kind.hpp"

#include <algorithm>
#include <array>

namespace trawl::model {
namespace {

using enum ErrorKind;

// Deterministic failures are not tried again by trawl itself: that only costs the site's patience.
constexpr std::array table{
    ErrorKindInfo{dns, "dns", true, true, "the host name could not be resolved"},
    ErrorKindInfo{connect, "connect", true, true, "no connection to the host"},
    ErrorKindInfo{tls, "tls", false, false, "the TLS handshake or the certificate failed"},
    ErrorKindInfo{timeout, "timeout", true, true, "the host did not answer in time"},
    ErrorKindInfo{reset, "reset", true, true, "the host closed the connection"},
    ErrorKindInfo{http_status, "http_status", false, true, "the host answered with an error status"},
    ErrorKindInfo{truncated, "truncated", true, true, "the body ended too early"},
    ErrorKindInfo{too_large, "too_large", false, false, "the body exceeds max_body"},
    ErrorKindInfo{redirects, "redirects", false, false, "too many redirects, or a loop"},
    ErrorKindInfo{robots, "robots", false, false, "robots.txt forbids the URL"},
    ErrorKindInfo{denied, "denied", false, false, "the address or scheme is not allowed"},
    ErrorKindInfo{no_fixture, "no_fixture", false, false, "the recording has no answer to the request"},
    ErrorKindInfo{rate_limited, "rate_limited", true, true, "the host asks for fewer requests"},
    ErrorKindInfo{parse, "parse", false, false, "the content is not what the plugin can read"},
    ErrorKindInfo{empty_result, "empty_result", false, true, "the platform gave nothing"},
    ErrorKindInfo{expectation, "expectation", false, true, "the result breaks the platform's expectations"},
    ErrorKindInfo{plugin, "plugin", false, true, "the plugin reported an error"},
    ErrorKindInfo{worker_crashed, "worker_crashed", true, true, "the plugin's process died"},
    ErrorKindInfo{deadline, "deadline", false, true, "the platform exceeded its time limit"},
    ErrorKindInfo{memory, "memory", false, false, "the plugin exceeded its memory limit"},
    ErrorKindInfo{config, "config", false, false, "the platform is not configured correctly"},
    ErrorKindInfo{storage_full, "storage_full", false, true, "the disk is full"},
    ErrorKindInfo{interrupted, "interrupted", false, true, "the daemon stopped while the platform ran"},
    ErrorKindInfo{cancelled, "cancelled", false, true, "an operator cancelled it"},
};

constexpr bool in_enum_order() {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (static_cast<std::size_t>(table[i].kind) != i) return false;
  return table.size() == static_cast<std::size_t>(cancelled) + 1;
}
static_assert(in_enum_order(), "info() indexes the table by the kind");

}  // namespace

const ErrorKindInfo& info(ErrorKind kind) { return table[static_cast<std::size_t>(kind)]; }

std::span<const ErrorKindInfo> error_kind_table() { return table; }

std::optional<ErrorKind> find_error_kind(std::string_view name) {
  const auto row = std::ranges::find(table, name, &ErrorKindInfo::name);
  return row == table.end() ? std::nullopt : std::optional(row->kind);
}

std::string_view name(Severity severity) { return severity == Severity::error ? "error" : "warning"; }

}  // namespace trawl::model
