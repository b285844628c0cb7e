// What tests over loopback share: the daemon's fetcher on a loop of its own, and a site to ask.
#pragma once

#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/system_clock.hpp"
#include "fetch/curl_fetcher.hpp"
#include "tests/support/loopback_site.hpp"
#include "tests/support/session.hpp"

namespace trawl::fetch {

struct NetworkTest : testing::Test {
  using Outcome = std::expected<Response, Failure>;

  test::LoopbackSite site;
  SystemClock clock;
  Metrics metrics;
  asio::io_context io;  // drops requests under way when it goes, so before what they refer to
  model::FetchPolicy policy = friendly_policy();
  std::unique_ptr<Fetcher> fetcher = make_curl_fetcher(io.get_executor(), clock, {}, metrics);

  // Loopback may be reached, a failure is final at once, and only the pages that a test names are asked for.
  static model::FetchPolicy friendly_policy() {
    model::FetchPolicy policy;
    policy.obey_robots = false;
    policy.allow_private = {"127.0.0.0/8"};
    policy.retry = {.attempts = 1, .backoff = Millis{1}, .max_backoff = Millis{2}};
    return policy;
  }

  Outcome fetch(Request request, std::stop_token stop = {}) {
    std::optional<Outcome> outcome;
    auto one = [&]() -> Task<> {
      outcome = co_await fetcher->fetch(std::move(request), test::session_of(policy), stop);
    };
    spawn(io.get_executor(), "fetch", one());
    run_until([&] { return outcome.has_value(); });
    return *std::move(outcome);
  }
  Outcome fetch(std::string_view target) { return fetch(Request{.url = site.url(target)}); }

  // The failure of a fetch that must fail.
  Failure failure(Request request) {
    Outcome outcome = fetch(std::move(request));
    if (outcome) throw std::logic_error("an answer with status " + std::to_string(outcome->status));
    return outcome.error();
  }
  Failure failure_of(test::Answer answer) {
    site.script("/", {std::move(answer)});
    return failure({.url = site.url("/")});
  }

  template <class Done>
  void run_until(Done done) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    io.restart();
    while (!done()) {
      if (std::chrono::steady_clock::now() > give_up)
        throw std::runtime_error("nothing happened for a minute");
      io.run_one_for(std::chrono::seconds{1});
    }
  }
};

}  // namespace trawl::fetch
