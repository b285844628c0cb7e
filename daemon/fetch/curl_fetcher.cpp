#include "fetch/curl_fetcher.hpp"

#include <random>

#include "fetch/curl/transport.hpp"
#include "fetch/polite_fetcher.hpp"

namespace trawl::fetch {

std::unique_ptr<Fetcher> make_curl_fetcher(asio::any_io_executor executor, Clock& clock, FetchLimits limits,
                                           Metrics& metrics, std::filesystem::path cache_folder) {
  auto random = [engine = std::mt19937_64(std::random_device{}())]() mutable {
    return std::uniform_real_distribution<double>(0, 1)(engine);
  };
  const HostQueue::Limits queue_limits{
      .connections = limits.max_connections,
      .waiting_per_host = static_cast<std::size_t>(limits.max_waiting_per_host)};
  return std::make_unique<PoliteFetcher>(clock,
                                         make_curl_transport(executor, limits.max_connections, metrics),
                                         queue_limits, std::move(random), metrics, std::move(cache_folder));
}

}  // namespace trawl::fetch
