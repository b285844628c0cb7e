#include "fetch/curl/transport.hpp"

#include <boost/asio/io_context.hpp>
#include <stdexcept>

#include "fetch/byte_budget.hpp"
#include "fetch/curl/target_check.hpp"
#include "fetch/curl/transfer.hpp"
#include "fetch/decoding/unpacker.hpp"

namespace trawl::fetch {
namespace {

using Outcome = std::expected<Response, Failure>;

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
        metrics_(metrics),
        unpacker_(metrics) {}

  Task<Outcome> exchange(const Hop& hop, Session& session, std::stop_token stop) override {
    require_thread_of(executor_);
    if (budget_is_spent(session))
      co_return std::unexpected(
          Failure{.kind = model::ErrorKind::too_large, .message = over_budget_message(session)});
    if (!session.policy().proxy.empty())
      if (auto allowed = co_await check_target(multi_, hop, session, stop); !allowed)
        co_return std::unexpected(std::move(allowed.error()));
    Outcome outcome = co_await transfer(hop, session, std::move(stop));
    if (!outcome) co_return outcome;
    if (auto unpacked = co_await unpacker_.unpack(*outcome, hop.request, session); !unpacked) {
      unpacked.error().message = to_string(hop.url.origin) + ": " + unpacked.error().message;
      co_return std::unexpected(std::move(unpacked.error()));
    }
    co_return outcome;
  }

 private:
  // The handle and its buffers go before the body is unpacked.
  Task<Outcome> transfer(const Hop& hop, Session& session, std::stop_token stop) {
    CurlTransfer transfer(executor_, multi_, hop, session, metrics_);
    co_return co_await transfer.run(std::move(stop));
  }

  asio::any_io_executor executor_;
  std::shared_ptr<CurlMulti> multi_;
  Metrics& metrics_;
  Unpacker unpacker_;
};

}  // namespace

std::unique_ptr<Transport> make_curl_transport(asio::any_io_executor executor, long max_connections,
                                               Metrics& metrics) {
  return std::make_unique<CurlTransport>(std::move(executor), max_connections, metrics);
}

}  // namespace trawl::fetch
