// How a platform may fetch: the `fetch:` section of the configuration after the platform's own values
// have replaced the daemon's. Pure data, shared read-only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace trawl::model {

inline constexpr std::uint64_t largest_max_body = 48ULL << 20;   // what one message to a worker can carry

struct FetchTimeouts {
  Millis connect{10'000}, first_byte{30'000}, total{60'000};
  friend bool operator==(const FetchTimeouts&, const FetchTimeouts&) = default;
};

struct FetchRetry {
  int attempts = 3;                               // the first one included
  Millis backoff{1'000}, max_backoff{60'000};     // doubles from backoff, with full jitter
  friend bool operator==(const FetchRetry&, const FetchRetry&) = default;
};

struct FetchPolicy {
  std::string user_agent = "trawl/0.1 (+https://example.org/our-bot)";
  bool obey_robots = true;
  int connections_per_host = 2;
  Millis delay_per_host{0};                       // between the starts of two requests to a host
  FetchTimeouts timeout;
  std::uint64_t max_body = 16ULL << 20;           // decoded bytes
  FetchRetry retry;
  std::vector<std::string> allow_private;         // CIDRs, checked by the settings
  std::string proxy;                              // empty: none
  std::vector<std::string> connect_to;            // "HOST:PORT:ADDRESS:PORT" as curl(1) --connect-to
  friend bool operator==(const FetchPolicy&, const FetchPolicy&) = default;
};

}  // namespace trawl::model
