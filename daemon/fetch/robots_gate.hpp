// Asks a site's robots.txt before anything else of the site is asked for. A request that it denies never
// leaves. Crawl thread.
//
//   2xx                 the rules hold for a day, or for as long as Cache-Control says (10 minutes to a day)
//   4xx                 the site has no rules: everything is allowed
//   429, 5xx            everything is denied; asked for again after a minute
//   no answer at all    the request fails for the same reason; asked for again by the next request
//   redirects           up to five, to other hosts too; beyond that the site has no rules
//
// Of a long or endless file the first 500 KiB are read, whatever the platform's max_body.
// However many requests wait for a site's robots.txt, it is asked for once, as politely as for any page.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <stop_token>

#include "fetch/redirects.hpp"
#include "fetch/robots_cache.hpp"
#include "fetch/session.hpp"

namespace trawl::fetch {

class RobotsGate {
 public:
  // One hop to its final answer: the host's turn, the exchange, further tries. No redirects and no gate.
  using FetchHop = std::function<Task<std::expected<Response, Failure>>(Hop, Session&, std::stop_token)>;

  // `clock` and what `fetch` refers to outlive the gate and the requests under way.
  RobotsGate(Clock& clock, FetchHop fetch, RobotsCache::Limits limits = {});
  RobotsGate(const RobotsGate&) = delete;
  RobotsGate& operator=(const RobotsGate&) = delete;
  // Requests may still wait here when a program ends; nobody is woken then.
  ~RobotsGate();

  // Lets the request pass and returns the delay that the site wishes between two requests, at most the
  // policy's max_crawl_delay. Failures: robots (denied, with the deciding line; or robots.txt could not be
  // read), cancelled, and those of fetching robots.txt. /robots.txt itself always passes, and so does
  // everything where the policy does not obey.
  Task<std::expected<Millis, Failure>> pass(const Url&, Session&, std::stop_token);

 private:
  struct Question;
  struct State;
  class Asking;
  using Answer = std::expected<std::shared_ptr<const SiteRobots>, Failure>;

  Task<Answer> robots_of(Origin, Session&, std::stop_token);
  Task<Answer> ask(Origin, Session&, std::stop_token);
  SiteRobots read(const Response&) const;

  Clock& clock_;
  FetchHop fetch_;
  std::shared_ptr<State> state_;  // shared with those who wait, who may outlive the gate when a program ends
};

}  // namespace trawl::fetch
