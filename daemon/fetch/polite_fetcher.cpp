#include "fetch/polite_fetcher.hpp"

#include "fetch/admission.hpp"
#include "fetch/credentials.hpp"
#include "fetch/stoppable_sleep.hpp"
#include "model/redact.hpp"

namespace trawl::fetch {

PoliteFetcher::PoliteFetcher(Clock& clock, std::unique_ptr<Transport> transport, HostQueue::Limits limits,
                             RandomSource random, Metrics& metrics)
    : clock_(clock),
      transport_(std::move(transport)),
      hosts_(clock, limits),
      random_(std::move(random)),
      metrics_(metrics) {}

Task<PoliteFetcher::Outcome> PoliteFetcher::fetch(Request request, std::shared_ptr<Session> session,
                                                  std::stop_token stop) {
  ++metrics_.requests;
  auto hop = admit(std::move(request));
  if (!hop) {
    metrics_.count_failure(hop.error().kind);
    redact(hop.error(), session->policy());
    co_return std::unexpected(std::move(hop.error()));
  }
  Journey journey{*std::move(hop), *session, std::move(stop)};
  Outcome outcome = co_await follow(journey);
  if (outcome) {
    outcome->attempts = journey.attempts;
    outcome->url = model::without_user_info(journey.hop.url.text);
  } else {
    outcome.error().attempts = journey.attempts;
    if (outcome.error().url.empty()) outcome.error().url = journey.hop.url.safe;
    redact(outcome.error(), session->policy());
    metrics_.count_failure(outcome.error().kind);
  }
  co_return outcome;
}

Task<PoliteFetcher::Outcome> PoliteFetcher::follow(Journey& journey) {
  for (;;) {
    Outcome outcome = co_await try_until_settled(journey);
    if (!outcome) co_return outcome;
    auto next = journey.trail.next(journey.hop, *outcome);
    if (!next) co_return std::unexpected(std::move(next.error()));
    if (!*next) co_return outcome;
    journey.hop = **std::move(next);
  }
}

Task<PoliteFetcher::Outcome> PoliteFetcher::try_until_settled(Journey& journey) {
  const model::FetchRetry& retry = journey.session.policy().retry;
  for (;;) {
    Outcome outcome = co_await try_once(journey);
    const bool spent = journey.attempts >= static_cast<unsigned>(std::max(retry.attempts, 1));
    if (spent || !worth_another_try(outcome)) co_return outcome;
    const Millis pause = backoff_before(journey.attempts + 1, retry, random_);
    // "Too many requests" is said to all of us, not to this request alone.
    if (outcome && outcome->status == 429) hosts_.hold_until(journey.hop.url.origin, clock_.steady() + pause);
    if (!co_await sleep_unless_stopped(clock_, pause, journey.stop))
      co_return std::unexpected(
          Failure{.kind = model::ErrorKind::cancelled, .message = "cancelled while waiting to try again"});
    ++journey.attempts;
  }
}

// The turn is given back before any pause, so that a failing request does not keep its host from others.
Task<PoliteFetcher::Outcome> PoliteFetcher::try_once(Journey& journey) {
  const model::FetchPolicy& policy = journey.session.policy();
  const HostRules rules{policy.connections_per_host, policy.delay_per_host};
  auto waiting = std::make_optional<Metrics::During>(metrics_.queued);
  auto turn = co_await hosts_.turn(journey.hop.url.origin, rules, journey.stop);
  waiting.reset();
  if (!turn) co_return std::unexpected(std::move(turn.error()));
  const Metrics::During in_flight(metrics_.in_flight);
  ++metrics_.tries;
  const auto dressed = with_credentials(journey.hop, policy);
  Outcome outcome =
      co_await transport_->exchange(dressed ? *dressed : journey.hop, journey.session, journey.stop);
  hide_credentials(outcome, policy);
  co_return outcome;
}

}  // namespace trawl::fetch
