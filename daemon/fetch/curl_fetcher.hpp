// The daemon's fetcher: politeness, redirects and retries over libcurl.
#pragma once

#include <filesystem>
#include <memory>

#include "base/clock.hpp"
#include "fetch/fetcher.hpp"
#include "fetch/metrics.hpp"

namespace trawl::fetch {

struct FetchLimits {
  int max_connections = 256;  // requests under way at once, over all hosts; also the kept connections
  int max_waiting_per_host = 1'000;
};

// All calls and answers on `executor`, which is the crawl thread's. When a program ends, the fetcher goes
// first, then the io_context with the requests still under way, then `clock` and `metrics`. The HTTP cache
// keeps a folder per platform in `cache_folder`; without one there is no cache. Throws when curl cannot
// start.
std::unique_ptr<Fetcher> make_curl_fetcher(asio::any_io_executor executor, Clock& clock, FetchLimits limits,
                                           Metrics& metrics, std::filesystem::path cache_folder = {});

}  // namespace trawl::fetch
