// What the fetcher has done since the start. Counted on the crawl thread, readable from any.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "model/error_kind.hpp"

namespace trawl::fetch {

class Metrics {
 public:
  using Count = std::atomic<std::uint64_t>;

  Count requests = 0;         // asked for by plugins, answered or not
  Count tries = 0;            // exchanges with servers: redirects and further tries included
  Count retries = 0;          // tries after the first of a request or of a redirect's target
  Count holds = 0;            // answers with a Retry-After that was honoured
  Count budget_refusals = 0;  // requests that were not tried again because their host's retry budget is spent
  Count bytes = 0;            // of bodies, decoded
  Count in_flight = 0;        // tries under way
  Count queued = 0;           // waiting for their host's turn

  Count cache_served = 0;          // answered without asking the host
  Count cache_confirmed = 0;       // the host said 304
  Count cache_write_failures = 0;  // after which the cache is quiet for a while

  void count_failure(model::ErrorKind kind) { ++failures_[static_cast<std::size_t>(kind)]; }
  std::uint64_t failures(model::ErrorKind kind) const { return failures_[static_cast<std::size_t>(kind)]; }

  // All but the failures, by the names that operators see.
  std::vector<std::pair<std::string_view, std::uint64_t>> counts() const {
    return {{"requests", requests},
            {"tries", tries},
            {"retries", retries},
            {"holds", holds},
            {"budget_refusals", budget_refusals},
            {"bytes", bytes},
            {"in_flight", in_flight},
            {"queued", queued},
            {"cache_served", cache_served},
            {"cache_confirmed", cache_confirmed},
            {"cache_write_failures", cache_write_failures}};
  }

  // Adds one to a count for as long as it lives.
  class During {
   public:
    explicit During(Count& count) : count_(count) { ++count_; }
    ~During() { --count_; }
    During(const During&) = delete;
    During& operator=(const During&) = delete;

   private:
    Count& count_;
  };

 private:
  std::array<Count, static_cast<std::size_t>(model::ErrorKind::cancelled) + 1> failures_{};
};

}  // namespace trawl::fetch
