// The transport that fetches over the network, with libcurl. Crawl thread.
#pragma once

#include <memory>

#include "fetch/metrics.hpp"
#include "fetch/transport.hpp"

namespace trawl::fetch {

// `executor` is the crawl thread's; `metrics` outlives the transport and its exchanges. Throws when curl
// cannot start.
std::unique_ptr<Transport> make_curl_transport(asio::any_io_executor executor, long max_connections,
                                               Metrics& metrics);

}  // namespace trawl::fetch
