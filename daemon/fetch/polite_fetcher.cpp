#include "fetch/polite_fetcher.hpp"

#include "base/log.hpp"
#include "fetch/admission.hpp"
#include "fetch/credentials.hpp"
#include "fetch/hosts/stoppable_sleep.hpp"
#include "model/redact.hpp"

namespace trawl::fetch {
namespace {

// robots.txt may ask for a longer delay than the policy has.
HostRules rules_of(const model::FetchPolicy& policy, Millis crawl_delay) {
  return {.connections = policy.connections_per_host,
          .delay = std::max(policy.delay_per_host, crawl_delay),
          .longest_hold = std::max(policy.retry.max_retry_after, policy.retry.max_backoff),
          .max_adaptive_delay = policy.throttle ? policy.throttle->max_delay : Millis{0}};
}

}  // namespace

PoliteFetcher::PoliteFetcher(Clock& clock, std::unique_ptr<Transport> transport, HostQueue::Limits limits,
                             RandomSource random, Metrics& metrics, std::filesystem::path cache_folder)
    : clock_(clock),
      transport_(std::move(transport)),
      hosts_(clock, limits),
      robots_(clock,
              [this](Hop hop, Session& session, std::stop_token stop) -> Task<Outcome> {
                Journey journey{std::move(hop), session, std::move(stop)};
                co_return co_await try_until_settled(journey, journey.hop);
              }),
      cache_(std::move(cache_folder), clock, metrics),
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
    outcome->attempts = journey.effort.attempts;
    outcome->url = model::without_user_info(journey.hop.url.text);
  } else {
    outcome.error().attempts = journey.effort.attempts;
    if (outcome.error().url.empty()) outcome.error().url = journey.hop.url.safe;
    redact(outcome.error(), session->policy());
    metrics_.count_failure(outcome.error().kind);
  }
  co_return outcome;
}

Task<PoliteFetcher::Outcome> PoliteFetcher::follow(Journey& journey) {
  for (;;) {
    const auto delay = co_await robots_.pass(journey.hop.url, journey.session, journey.stop);
    if (!delay) co_return std::unexpected(delay.error());
    journey.crawl_delay = *delay;
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
  Outcome outcome = co_await ask_with_credentials(journey);
  headers.resize(own);
  co_return cache_.settle(std::move(visit), journey.hop, journey.session, std::move(outcome));
}

Task<PoliteFetcher::Outcome> PoliteFetcher::ask_with_credentials(Journey& journey) {
  const model::FetchPolicy& policy = journey.session.policy();
  const auto dressed = with_credentials(journey.hop, policy);
  Outcome outcome = co_await try_until_settled(journey, dressed ? *dressed : journey.hop);
  hide_credentials(outcome, policy);
  co_return outcome;
}

Task<PoliteFetcher::Outcome> PoliteFetcher::try_until_settled(Journey& journey, const Hop& sent) {
  for (;;) {
    Tried tried = co_await try_once(journey, sent);
    if (!is_another_try(tried.next)) co_return std::move(tried.outcome);
    ++metrics_.retries;
    if (!co_await sleep_unless_stopped(clock_, tried.next.pause, journey.stop))
      co_return std::unexpected(
          Failure{.kind = model::ErrorKind::cancelled, .message = "cancelled while waiting to try again"});
  }
}

// The turn is given back before any pause, so that a failing request does not keep its host from others.
Task<PoliteFetcher::Tried> PoliteFetcher::try_once(Journey& journey, const Hop& sent) {
  const model::FetchPolicy& policy = journey.session.policy();
  const HostRules rules = rules_of(policy, journey.crawl_delay);
  auto waiting = std::make_optional<Metrics::During>(metrics_.queued);
  const Claim claim{&journey.session, journey.hop.request.priority};
  auto turn = co_await hosts_.turn(journey.hop.url.origin, rules, journey.stop, claim);
  waiting.reset();
  if (!turn) co_return Tried{std::unexpected(std::move(turn.error())), {}};
  const Metrics::During in_flight(metrics_.in_flight);
  ++metrics_.tries;
  const Steady begin = clock_.steady();
  Outcome outcome = co_await transport_->exchange(sent, journey.session, journey.stop);
  const NextStep next = look_back(*turn, begin, rules, journey, outcome);
  co_return Tried{std::move(outcome), next};
}

// While the turn lasts, so that nobody asks a host that has just asked for rest.
NextStep PoliteFetcher::look_back(const HostQueue::Turn& turn, Steady begin, const HostRules& rules,
                                  Journey& journey, Outcome& outcome) {
  const model::FetchPolicy& policy = journey.session.policy();
  const Moment now{clock_.now(), clock_.steady()};
  Host& host = turn.host();
  if (policy.throttle && (outcome || worth_another_try(outcome)))
    host.clock.adaptive.hear(now.steady - begin, outcome && outcome->status == 200, *policy.throttle,
                             rules.delay);
  const bool had_budget = host.budget.allows_another_try();
  const NextStep next = after_try(outcome, policy.retry, now, host, journey.effort, random_);
  if (next.hold_host > Millis{0}) turn.hold_until(now.steady + next.hold_host);
  if (had_budget && !host.budget.allows_another_try())
    log::warning("fetch.budget_spent", "{} keeps failing: its requests are not tried again until it recovers",
                 to_string(journey.hop.url.origin));
  tell(next, journey.hop.url.origin, outcome);
  return next;
}

void PoliteFetcher::tell(const NextStep& next, const Origin& origin, Outcome& outcome) {
  using What = NextStep::What;
  if (next.what == What::again_with_host) ++metrics_.holds;
  if (next.what == What::silence_too_long)
    log::warning("fetch.silence_too_long",
                 "{} wants to be left alone for {} (Retry-After): longer than fetch.retry.max_retry_after",
                 to_string(origin), format_duration(next.hold_host));
  if (next.what != What::budget_spent) return;
  ++metrics_.budget_refusals;
  if (!outcome)
    outcome.error().message +=
        fmt::format("; not tried again, because the retry budget of {} is spent", to_string(origin));
}

}  // namespace trawl::fetch
