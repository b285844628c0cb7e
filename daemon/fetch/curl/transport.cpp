#include "fetch/curl/transport.hpp"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <stdexcept>

#include "fetch/curl/transfer.hpp"

namespace trawl::fetch {
namespace {

// The proxy resolves names, out of our sight; but addresses and this machine's own name are plain to see.
bool names_forbidden_target(const Origin& origin, const AddressGuard& guard) {
  if (const auto ip = parse_ip(origin.host)) return !guard.allows(*ip);
  const bool own_name = origin.host == "localhost" || origin.host.ends_with(".localhost");
  return own_name && !guard.allows(parse_ip("127.0.0.1").value());
}

// curl's handles belong to one thread; a call from another would spoil them silently.
void require_thread_of(const asio::any_io_executor& executor) {
  const auto* loop = executor.target<asio::io_context::executor_type>();
  if (loop && !loop->running_in_this_thread())
    throw std::logic_error("the fetcher is used outside its thread");
}

class CurlTransport final : public Transport {
 public:
  CurlTransport(asio::any_io_executor executor, long max_connections, Metrics& metrics)
      : executor_(std::move(executor)),
        multi_(std::make_shared<CurlMulti>(executor_, max_connections)),
        metrics_(metrics) {}

  Task<std::expected<Response, Failure>> exchange(const Hop& hop, Session& session,
                                                  std::stop_token stop) override {
    using enum model::ErrorKind;
    require_thread_of(executor_);
    if (!session.policy().proxy.empty() && names_forbidden_target(hop.url.origin, session.guard()))
      co_return std::unexpected(
          Failure{.kind = denied,
                  .message = fmt::format("{} is not a public address; fetch.allow_private can permit it",
                                         to_string(hop.url.origin))});
    CurlTransfer transfer(executor_, multi_, hop, session, metrics_);
    co_return co_await transfer.run(std::move(stop));
  }

 private:
  asio::any_io_executor executor_;
  std::shared_ptr<CurlMulti> multi_;
  Metrics& metrics_;
};

}  // namespace

std::unique_ptr<Transport> make_curl_transport(asio::any_io_executor executor, long max_connections,
                                               Metrics& metrics) {
  return std::make_unique<CurlTransport>(std::move(executor), max_connections, metrics);
}

}  // namespace trawl::fetch
