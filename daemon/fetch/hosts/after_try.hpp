// What one try of a request means: for the request (is it settled, or tried again, and after which pause) and
// for its host (how long nobody asks it). The one place where tries end. Pure but for the host's records.
//
//   429 or 503 with Retry-After   the host is held so long, and the request waits with it; no attempt is
//   spent,
//                                 but a request is held so only a few times and not longer than
//                                 retry.max_retry_after altogether: then it ends with the answer it got
//   429 or 503 without            the host is held for an exponential back-off with full jitter that grows
//   with
//                                 each such answer in a row
//   all else worth another try    the request alone pauses, with the same kind of back-off
//
// A burst of refusals is one piece of news: answers that arrive while the host is held already take nothing
// from its retry budget and make no back-off longer.
#pragma once

#include "fetch/hosts/host.hpp"
#include "fetch/hosts/retry.hpp"

namespace trawl::fetch {

// How much a request has cost so far, over all its hops.
struct Effort {
  unsigned attempts = 1;
  unsigned holds = 0;  // by Retry-After
  Millis held{0};      // altogether
};

struct NextStep {
  enum class What : std::uint8_t {
    settled,           // nothing more would help, or everything is well
    attempts_spent,    // of the request
    budget_spent,      // of its host
    silence_too_long,  // what the host asks for is more than the policy grants
    again_with_host,   // another try, whenever the host may be asked: no attempt is spent
    again,             // another attempt, after `pause`
  };
  What what = What::settled;
  Millis pause{0};      // of this request alone
  Millis hold_host{0};  // of everybody: not before this has passed
};

inline bool is_another_try(const NextStep& step) {
  return step.what == NextStep::What::again || step.what == NextStep::What::again_with_host;
}

// As the present moment shows on both clocks.
struct Moment {
  Time wall;
  Steady steady;
};

// Counts the outcome in the host's records and the request's effort.
NextStep after_try(const std::expected<Response, Failure>& outcome, const model::FetchRetry& policy,
                   Moment now, Host& host, Effort& effort, const RandomSource& random);

}  // namespace trawl::fetch
