// The fetcher as the engine sees it: every hop of a request waits for its host's turn, is exchanged over
// the transport, and tried again where the policy says so; redirects are hops like any other.
//
//   admit → robots → cache? → credentials → (host's turn → exchange → pause and again?) → cache → redirect?
//
// and a redirect's target begins again at robots. robots.txt enters at the bracket: it waits and is tried
// again like any page, but is asked for without the platform's credentials, which no site wants for it.
//
// Crawl thread. Knows no network and no real clock, so that its tests need neither.
#pragma once

#include <memory>

#include "fetch/cache/http_cache.hpp"
#include "fetch/hosts/after_try.hpp"
#include "fetch/hosts/host_queue.hpp"
#include "fetch/metrics.hpp"
#include "fetch/robots_gate.hpp"
#include "fetch/transport.hpp"

namespace trawl::fetch {

class PoliteFetcher final : public Fetcher {
 public:
  // `clock` and `metrics` outlive the fetcher and the requests under way. Without a folder nothing is cached.
  PoliteFetcher(Clock& clock, std::unique_ptr<Transport> transport, HostQueue::Limits limits,
                RandomSource random, Metrics& metrics, std::filesystem::path cache_folder = {});

  // The retry budget (policy.retry.attempts) is the request's, over all its hops.
  Task<std::expected<Response, Failure>> fetch(Request, std::shared_ptr<Session>, std::stop_token) override;

 private:
  using Outcome = std::expected<Response, Failure>;

  struct Journey {  // one request from admission to its final answer
    Hop hop;        // without configured credentials
    Session& session;
    std::stop_token stop;
    RedirectTrail trail;
    Effort effort;
    Millis crawl_delay{0};  // of the hop's site
  };

  struct Tried {
    Outcome outcome;
    NextStep next;
  };

  Task<Outcome> follow(Journey&);
  Task<Outcome> from_cache_or_host(Journey&);
  Task<Outcome> ask_with_credentials(Journey&);
  Task<Outcome> try_until_settled(Journey&, const Hop& sent);
  Task<Tried> try_once(Journey&, const Hop& sent);
  void tell(const NextStep&, const Origin&, Outcome&);
  NextStep look_back(const HostQueue::Turn&, Steady begin, const HostRules&, Journey&, Outcome&);

  Clock& clock_;
  std::unique_ptr<Transport> transport_;
  HostQueue hosts_;
  RobotsGate robots_;
  HttpCache cache_;
  RandomSource random_;
  Metrics& metrics_;
};

}  // namespace trawl::fetch
