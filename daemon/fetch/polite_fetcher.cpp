#include "fetch/polite_fetcher.hpp"

#include "fetch/admission.hpp"
#include "fetch/stoppable_sleep.hpp"

namespace trawl::fetch {

PoliteFetcher::PoliteFetcher(Clock& clock, std::unique_ptr<Transport> transport, HostQueue::Limits limits,
                             RandomSource random, Metrics& metrics, std::filesystem::path cache_folder)
    : clock_(clock),
      transport_(std::move(transport)),
      hosts_(clock, limits),
      cache_(std::move(cache_folder), clock, metrics),
      random_(std::move(random)),
      metrics_(metrics) {}

Task<PoliteFetcher::Outcome> PoliteFetcher::fetch(Request request, std::shared_ptr<Session> session,
                                                  std::stop_token stop) {
  ++metrics_.requests;
  auto hop = admit(std::move(request));
  if (!hop) {
    metrics_.count_failure(hop.error().kind);
    co_return std::unexpected(std::move(hop.error()));
  }
  Journey journey{*std::move(hop), *session, std::move(stop)};
  Outcome outcome = co_await follow(journey);
  if (outcome) {
    outcome->attempts = journey.attempts;
    outcome->url = journey.hop.url.safe;
  } else {
    outcome.error().attempts = journey.attempts;
    if (outcome.error().url.empty()) outcome.error().url = journey.hop.url.safe;
    metrics_.count_failure(outcome.error().kind);
  }
  co_return outcome;
}

Task<PoliteFetcher::Outcome> PoliteFetcher::follow(Journey& journey) {
  for (;;) {
    Outcome outcome = co_await from_cache_or_host(journey);
    if (!outcome) co_return outcome;
    auto next = journey.trail.next(journey.hop, *outcome, journey.session.policy());
    if (!next) co_return std::unexpected(std::move(next.error()));
    if (!*next) co_return outcome;
    journey.hop = **std::move(next);
  }
}

// What the cache may serve costs the host nothing and waits for no turn. The conditions belong to this hop,
// not to where it redirects.
Task<PoliteFetcher::Outcome> PoliteFetcher::from_cache_or_host(Journey& journey) {
  CacheVisit visit = cache_.look_up(journey.hop, journey.session);
  if (visit.answer) co_return *std::move(visit.answer);
  std::vector<Header>& headers = journey.hop.request.headers;
  const std::size_t own = headers.size();
  headers.insert(headers.end(), visit.conditions.begin(), visit.conditions.end());
  Outcome outcome = co_await try_until_settled(journey);
  headers.resize(own);
  co_return cache_.settle(std::move(visit), journey.hop, journey.session, std::move(outcome));
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
  co_return co_await transport_->exchange(journey.hop, journey.session, journey.stop);
}

}  // namespace trawl::fetch
