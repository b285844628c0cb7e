// The one table of error kinds: what can go wrong with a platform, whether trawl tries again by
// itself, and whether a person's retry can help. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace trawl::model {

enum class ErrorKind : std::uint8_t {
  dns, connect, tls, timeout, reset, http_status, truncated, too_large, redirects, robots, denied, no_fixture,
  rate_limited, parse, empty_result, expectation, plugin, worker_crashed, deadline, memory, config, storage_full,
  interrupted, cancelled,
};

enum class Severity : std::uint8_t { warning, error };

struct ErrorKindInfo {
  ErrorKind kind;
  std::string_view name;        // stable; API and database
  bool again_in_run;            // the platform gets its extra attempt within the run
  bool retry_may_help;          // what the retry preview tells the operator
  std::string_view meaning;     // one sentence for people
};

const ErrorKindInfo& info(ErrorKind);
std::span<const ErrorKindInfo> error_kind_table();
std::optional<ErrorKind> find_error_kind(std::string_view name);

std::string_view name(Severity);

}  // namespace trawl::model
