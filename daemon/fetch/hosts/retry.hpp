// The first of the three layers of retrying: one request, tried again by the fetcher itself. Pure.
#pragma once

#include <functional>

#include "fetch/fetcher.hpp"

namespace trawl::fetch {

// Uniform in [0, 1). Passed in, so that tests know the pauses.
using RandomSource = std::function<double()>;

// Whether another try may end better. A host that cannot be reached, closes, is slow or cuts the body
// may recover; refusals, limits and broken certificates do not.
bool worth_another_try(model::ErrorKind);
// 408, 425, 429 and 5xx; whatever the method, since scraping asks and does not order.
bool worth_another_try(int status);
bool worth_another_try(const std::expected<Response, Failure>&);

// Before try number `next` (2, 3, ...): doubles from policy.backoff up to max_backoff, and of that a random
// part ("full jitter"), so that platforms that failed together do not return together.
Millis backoff_before(unsigned next, const model::FetchRetry& policy, const RandomSource& random);

}  // namespace trawl::fetch
