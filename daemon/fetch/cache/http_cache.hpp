// The daemon's HTTP cache: what a platform was told may answer its next run. One folder and one limit per
// platform (policy.cache_size), so that no platform learns what another was shown. Crawl thread.
//
// It stands between a hop and its exchange and never fails a request: a file that is damaged is a page that
// is not there, and a disk that takes no more makes the cache quiet for a while.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "fetch/cache/body_store.hpp"
#include "fetch/cache/rules.hpp"
#include "fetch/metrics.hpp"
#include "fetch/redirects.hpp"

namespace trawl::fetch {

// What the cache says to one hop, from look_up() to settle().
struct CacheVisit {
  std::optional<Response> answer;  // to be used; the host need not be asked
  std::vector<Header> conditions;  // otherwise: to be sent besides the request's own headers

  std::string key;     // empty: the cache is off
  std::string packed;  // what a 304 would confirm
};

class HttpCache {
 public:
  // Folders of platforms are made in `folder` when they are needed. The references outlive the cache.
  HttpCache(std::filesystem::path folder, Clock& clock, Metrics& metrics);

  CacheVisit look_up(const Hop&, const Session&);

  // The outcome as the plugin shall see it: for a 304 that the visit asked for, the stored response with the
  // new headers. Stores, updates or removes what is stored. `hop` is the one looked up, without conditions.
  std::expected<Response, Failure> settle(CacheVisit, const Hop& hop, const Session&,
                                          std::expected<Response, Failure> outcome);

 private:
  BodyStore* store_of(const Session&);  // null: the platform has no cache
  std::optional<StoredResponse> stored(BodyStore&, const std::string& key, std::string& packed);
  void keep(BodyStore&, const std::string& key, const StoredResponse&);

  const std::filesystem::path folder_;
  Clock& clock_;
  Metrics& metrics_;
  std::map<std::string, BodyStore> stores_;  // by platform
  Steady quiet_until_ = Steady::min();
};

}  // namespace trawl::fetch
