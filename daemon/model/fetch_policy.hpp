// How a platform may fetch: the `fetch:` section of the configuration after the platform's own values
// have replaced the daemon's. Pure data, shared read-only.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/credential.hpp"
#include "model/redact.hpp"

namespace trawl::model {

inline constexpr std::uint64_t largest_max_body = 48ULL << 20;  // what one message to a worker can carry

struct FetchTimeouts {
  Millis connect{10'000}, first_byte{30'000}, total{60'000};
  friend bool operator==(const FetchTimeouts&, const FetchTimeouts&) = default;
};

struct FetchRetry {
  int attempts = 3;                            // the first one included
  Millis backoff{1'000}, max_backoff{60'000};  // doubles from backoff, with full jitter
  Millis max_retry_after{600'000};             // a host that asks for a longer pause is not asked again
  friend bool operator==(const FetchRetry&, const FetchRetry&) = default;
};

// The delay follows the host's latency, so that about this many requests are under way at it.
struct FetchThrottle {
  double target_concurrency = 1.0;
  Millis max_delay{60'000};
  friend bool operator==(const FetchThrottle&, const FetchThrottle&) = default;
};

struct FetchPolicy {
  std::string user_agent = "trawl/0.1 (+https://example.org/our-bot)";
  bool obey_robots = true;
  Millis max_crawl_delay{30'000};  // robots.txt may ask for more; this is honoured
  int connections_per_host = 2;
  Millis delay_per_host{0};  // between the starts of two requests to a host
  std::optional<FetchThrottle> throttle;
  FetchTimeouts timeout;
  std::uint64_t max_body = 16ULL << 20;  // decoded bytes
  std::uint64_t max_bytes = 1ULL << 30;  // decoded bytes, all bodies of one platform of one run
  unsigned max_ratio = 200;              // decoded to received, beyond the first MiB
  std::uint64_t min_rate = 100;          // bytes per second
  FetchRetry retry;
  bool cookies = true;
  std::uint64_t cache_size = 0;                 // bytes on disk for the platform's HTTP cache; 0: none
  bool cache_fresh = false;                     // pages within their lifetime are used without asking the site
  bool allow_downgrade = false;                 // redirects from https to http
  std::vector<std::string> allow_private;       // CIDRs, checked by the settings
  std::string proxy;                            // empty: none
  std::vector<std::string> connect_to;          // "HOST:PORT:ADDRESS:PORT" as curl(1) --connect-to
  std::map<std::string, std::string> ca_files;  // host to the PEM file of its certificate authority
  std::vector<Credential> credentials;          // at most one for each header or query key of an origin
  std::vector<std::string> redact_query = usual_secret_keys();  // in lower case; see redact.hpp
  friend bool operator==(const FetchPolicy&, const FetchPolicy&) = default;
};

}  // namespace trawl::model
