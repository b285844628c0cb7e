// How long a host that answers 429 or 503 wants to be left alone (RFC 9110 section 10.2.3). Pure; any thread.
#pragma once

#include <optional>
#include <vector>

#include "fetch/fetcher.hpp"

namespace trawl::fetch {

// Longer silences are taken for this long.
inline constexpr Millis longest_retry_after = std::chrono::hours{24};

// What Retry-After says: seconds, or a date in any of HTTP's three forms. A date counts from the answer's own
// Date where there is one, because clocks differ, else from `now`. Nothing when there is no such header, it
// cannot be read, or it names no time to wait.
std::optional<Millis> retry_after(const std::vector<Header>& headers, Time now);

}  // namespace trawl::fetch
