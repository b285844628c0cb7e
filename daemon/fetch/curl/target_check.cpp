#include "fetch/curl/target_check.hpp"

#include <fmt/format.h>

#include <optional>

#include "fetch/curl/options.hpp"
#include "fetch/curl/verdict.hpp"
#include "fetch/session.hpp"

namespace trawl::fetch {
namespace {

// A transfer without a proxy that looks at every address curl would dial, and lets it dial none.
class TargetProbe final : private CurlListener {
 public:
  TargetProbe(asio::any_io_executor executor, std::shared_ptr<CurlMulti> multi, const Hop& hop,
              const Session& session)
      : guard_(session.guard()), ended_(std::move(executor)), multi_(std::move(multi)) {
    easy_.set(CURLOPT_URL, hop.url.text.c_str());
    set_network(easy_, session.policy(), lists_);
    easy_.set(CURLOPT_PROXY, "");
    easy_.set(CURLOPT_TIMEOUT_MS, static_cast<long>(session.policy().timeout.connect.count()));
    // A kept connection of a platform without a proxy would not be dialled, and must not be used.
    easy_.set(CURLOPT_FRESH_CONNECT, 1L);
    easy_.set(CURLOPT_CONNECT_ONLY, 1L);
    easy_.set(CURLOPT_OPENSOCKETFUNCTION, &TargetProbe::look);
    easy_.set(CURLOPT_OPENSOCKETDATA, this);
  }
  TargetProbe(const TargetProbe&) = delete;
  TargetProbe& operator=(const TargetProbe&) = delete;
  ~TargetProbe() { multi_->remove(easy_.get()); }

  // curl's code; nothing when stopped.
  Task<std::optional<CURLcode>> run(std::stop_token stop) {
    multi_->add(easy_.get(), *this);
    auto interrupt = [ended = ended_] { ended.set(std::nullopt); };
    const std::stop_callback on_stop(stop, interrupt);
    co_return co_await ended_.get();
  }

  bool saw_any() const { return saw_any_; }
  const std::optional<IpAddress>& forbidden() const { return forbidden_; }

 private:
  static curl_socket_t look(void* self, curlsocktype, curl_sockaddr* address) noexcept {
    auto& probe = *static_cast<TargetProbe*>(self);
    probe.saw_any_ = true;
    if (const auto ip = ip_of(address->addr); ip && !probe.guard_.allows(*ip)) probe.forbidden_ = ip;
    return CURL_SOCKET_BAD;
  }
  void finished(CURLcode code) override { ended_.set(code); }

  const AddressGuard& guard_;
  const OneShot<std::optional<CURLcode>> ended_;
  bool saw_any_ = false;
  std::optional<IpAddress> forbidden_;

  std::shared_ptr<CurlMulti> multi_;
  OptionLists lists_;
  Easy easy_;
};

}  // namespace

Task<std::expected<void, Failure>> check_target(std::shared_ptr<CurlMulti> multi, const Hop& hop,
                                                const Session& session, std::stop_token stop) {
  using enum model::ErrorKind;
  if (session.guard().allows_everything()) co_return std::expected<void, Failure>{};
  const std::string host = to_string(hop.url.origin);
  TargetProbe probe(co_await asio::this_coro::executor, std::move(multi), hop, session);
  const auto code = co_await probe.run(std::move(stop));
  if (!code)
    co_return std::unexpected(Failure{.kind = cancelled, .message = host + ": the fetch was cancelled"});
  if (const auto& ip = probe.forbidden())
    co_return std::unexpected(
        Failure{.kind = denied, .message = fmt::format("{}: {}", host, not_public(*ip))});
  if (!probe.saw_any())
    co_return std::unexpected(Failure{
        .kind = *code == CURLE_OPERATION_TIMEDOUT ? timeout : dns,
        .message =
            fmt::format("{}: the host name cannot be resolved here, so that nobody can tell whom the proxy "
                        "would dial; add it to /etc/hosts, or leave the check to the proxy with "
                        "allow_private: [\"::/0\"]",
                        host)});
  co_return std::expected<void, Failure>{};
}

}  // namespace trawl::fetch
