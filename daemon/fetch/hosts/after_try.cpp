#include "fetch/hosts/after_try.hpp"

#include "fetch/hosts/retry_after.hpp"

namespace trawl::fetch {
namespace {

using What = NextStep::What;

constexpr unsigned most_holds = 10;

bool asks_for_rest(const std::expected<Response, Failure>& outcome) {
  return outcome && (outcome->status == 429 || outcome->status == 503);
}

// Whether an attempt is left, of the request's and of the host's; takes the request's.
What take_attempt(const model::FetchRetry& policy, const Host& host, Effort& effort) {
  if (effort.attempts >= static_cast<unsigned>(std::max(policy.attempts, 1))) return What::attempts_spent;
  if (!host.budget.allows_another_try()) return What::budget_spent;
  ++effort.attempts;
  return What::again;
}

What take_hold(Millis silence, const model::FetchRetry& policy, const Host& host, Effort& effort) {
  if (effort.held + silence > policy.max_retry_after) return What::silence_too_long;
  if (++effort.holds > most_holds) return What::attempts_spent;
  if (!host.budget.allows_another_try()) return What::budget_spent;
  effort.held += silence;
  return What::again_with_host;
}

}  // namespace

NextStep after_try(const std::expected<Response, Failure>& outcome, const model::FetchRetry& policy,
                   Moment now, Host& host, Effort& effort, const RandomSource& random) {
  if (!worth_another_try(outcome)) {
    if (outcome) {  // a refusal of ours says nothing about the host
      host.budget.count_success();
      host.refusals_in_a_row = 0;
    }
    return {};
  }
  const bool rest = asks_for_rest(outcome);
  const bool news = !rest || !host.clock.is_held(now.steady);
  if (news) host.budget.count_failure();
  if (!rest) {
    const What what = take_attempt(policy, host, effort);
    return {.what = what,
            .pause = what == What::again ? backoff_before(effort.attempts, policy, random) : Millis{0}};
  }
  if (const auto silence = retry_after(outcome->headers, now.wall))
    return {.what = take_hold(*silence, policy, host, effort), .hold_host = *silence};
  const Millis hold = news ? backoff_before(++host.refusals_in_a_row + 1, policy, random) : Millis{0};
  return {.what = take_attempt(policy, host, effort), .hold_host = hold};
}

}  // namespace trawl::fetch
