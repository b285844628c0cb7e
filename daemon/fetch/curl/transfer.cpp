#include "fetch/curl/transfer.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>

#include "fetch/byte_budget.hpp"
#include "fetch/message_fault.hpp"

namespace trawl::fetch {
namespace {

using enum model::ErrorKind;

constexpr std::size_t largest_reservation = 1 << 20;  // a header may announce anything

Millis sooner(Millis wish, Millis limit) {
  return wish.count() > 0 ? std::min(wish, limit) : limit;
}

}  // namespace

CurlTransfer::CurlTransfer(asio::any_io_executor executor, std::shared_ptr<CurlMulti> multi, const Hop& hop,
                           Session& session, Metrics& metrics)
    : hop_(hop),
      session_(session),
      policy_(session.policy()),
      metrics_(metrics),
      total_timeout_(sooner(hop.request.timeout, policy_.timeout.total)),
      ended_(executor),
      watch_(std::move(executor), policy_.timeout.first_byte, policy_.min_rate,
             [ended = ended_](ProgressWatch::Stall stall) {
               using enum ProgressWatch::Stall;
               ended.set({stall == no_first_byte ? Ending::Why::no_first_byte : Ending::Why::too_slow});
             }),
      multi_(std::move(multi)) {
  set_request(easy_, hop_, policy_, lists_);
  set_network(easy_, policy_, lists_);
  set_tls(easy_, hop_.url.origin, policy_);
  easy_.set(CURLOPT_PROXY, policy_.proxy.c_str());
  set_limits();
  set_callbacks();
}

CurlTransfer::~CurlTransfer() {
  multi_->remove(easy_.get());
}

void CurlTransfer::set_limits() {
  easy_.set(CURLOPT_TIMEOUT_MS, static_cast<long>(total_timeout_.count()));
  if (hop_.request.method != "HEAD")  // which announces a body that it does not send
    easy_.set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(policy_.max_body));
}

void CurlTransfer::set_callbacks() {
  easy_.set(CURLOPT_ERRORBUFFER, reason_.data());
  easy_.set(CURLOPT_OPENSOCKETFUNCTION, &CurlTransfer::open_socket);
  easy_.set(CURLOPT_OPENSOCKETDATA, this);
  easy_.set(CURLOPT_PREREQFUNCTION, &CurlTransfer::before_request);
  easy_.set(CURLOPT_PREREQDATA, this);
  easy_.set(CURLOPT_HEADERFUNCTION, &CurlTransfer::header_line);
  easy_.set(CURLOPT_HEADERDATA, this);
  easy_.set(CURLOPT_WRITEFUNCTION, &CurlTransfer::body_part);
  easy_.set(CURLOPT_WRITEDATA, this);
}

// The last moment before a packet leaves: the address is the one really dialled, whatever name, spelling,
// redirect or connect_to led here.
curl_socket_t CurlTransfer::open_socket(void* self, curlsocktype, curl_sockaddr* address) noexcept {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  const auto ip = ip_of(address->addr);
  if (!ip || !transfer.may_reach(*ip)) return CURL_SOCKET_BAD;
  transfer.dialled_ = true;
  transfer.own_verdict_.reset();  // another address of the host was denied, this one is not
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// Runs for kept connections too, which another platform with another allow_private may have opened.
int CurlTransfer::before_request(void* self, char* peer, char*, int, int) noexcept {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  const auto ip = parse_ip(peer);
  if (!ip || !transfer.may_reach(*ip)) return CURL_PREREQFUNC_ABORT;
  transfer.watch_.begin();
  return CURL_PREREQFUNC_OK;
}

std::size_t CurlTransfer::header_line(char* data, std::size_t, std::size_t size, void* self) noexcept {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  transfer.watch_.received(size);
  if (transfer.headers_.feed({data, size})) return size;
  transfer.refuse(too_large, fmt::format("the headers exceed {} KiB", HeaderBlock::max_bytes >> 10));
  return CURL_WRITEFUNC_ERROR;
}

std::size_t CurlTransfer::body_part(char* data, std::size_t, std::size_t size, void* self) noexcept {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  transfer.watch_.received(size);
  transfer.metrics_.bytes += size;
  transfer.session_.count_bytes(size);
  if (!transfer.fits(size)) return CURL_WRITEFUNC_ERROR;
  std::string& body = transfer.body_;
  if (body.empty()) {
    const auto announced = transfer.easy_.info<curl_off_t>(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T);
    if (announced > 0) body.reserve(std::min(static_cast<std::size_t>(announced), largest_reservation));
  }
  body.append(data, size);
  return size;
}

void CurlTransfer::finished(CURLcode code) {
  ended_.set({Ending::Why::curl, code});
}

// Always false: for callbacks that stop the transfer.
bool CurlTransfer::refuse(model::ErrorKind kind, std::string what) {
  own_verdict_ = {kind, fmt::format("{}: {}", to_string(hop_.url.origin), what)};
  return false;
}

bool CurlTransfer::fits(std::size_t more) {
  if (more > policy_.max_body - body_.size())
    return refuse(too_large, fmt::format("the body exceeds max_body ({})", format_size(policy_.max_body)));
  if (over_budget(session_)) return refuse(too_large, over_budget_message(session_));
  return true;
}

// With a proxy the dialled address is the proxy's, which the operator has chosen; what the proxy dials is
// checked beforehand (target_check.hpp).
bool CurlTransfer::may_reach(const IpAddress& ip) {
  if (!policy_.proxy.empty() || session_.guard().allows(ip)) return true;
  if (dialled_) return false;
  return refuse(denied, not_public(ip));
}

Task<std::expected<Response, Failure>> CurlTransfer::run(std::stop_token stop) {
  multi_->add(easy_.get(), *this);
  auto interrupt = [ended = ended_] { ended.set({Ending::Why::stopped}); };
  const std::stop_callback on_stop(stop, interrupt);
  const Ending ending = co_await ended_.get();
  watch_.end();
  const bool answered = ending.why == Ending::Why::curl && ending.code == CURLE_OK && is_sound();
  if (answered) co_return answer();
  co_return std::unexpected(failure(ending));
}

// curl is content with less.
bool CurlTransfer::is_sound() {
  if (!headers_.complete()) return refuse(truncated, "the headers ended too early");
  const int status = static_cast<int>(easy_.info<long>(CURLINFO_RESPONSE_CODE));
  auto fault = message_fault(status, headers_.headers());
  return !fault || refuse(parse, *std::move(fault));
}

Response CurlTransfer::answer() {
  const std::chrono::microseconds elapsed{easy_.info<curl_off_t>(CURLINFO_TOTAL_TIME_T)};
  Response response;
  response.status = static_cast<int>(easy_.info<long>(CURLINFO_RESPONSE_CODE));
  response.headers = headers_.take();
  response.body = std::move(body_);
  response.elapsed = std::chrono::duration_cast<Millis>(elapsed);
  return response;
}

Failure CurlTransfer::failure(const Ending& ending) const {
  const std::string host = to_string(hop_.url.origin), window = format_duration(policy_.timeout.first_byte);
  switch (ending.why) {
    case Ending::Why::stopped:
      return {.kind = cancelled, .message = host + ": the fetch was cancelled"};
    case Ending::Why::no_first_byte:
      return {.kind = timeout,
              .message = fmt::format("{}: no answer in time (no byte within {})", host, window)};
    case Ending::Why::too_slow:
      return {.kind = timeout,
              .message = fmt::format("{}: the answer comes too slowly (below min_rate, {} bytes/s, for {})",
                                     host, policy_.min_rate, window)};
    case Ending::Why::curl:
      break;
  }
  if (own_verdict_) return {.kind = own_verdict_->kind, .message = own_verdict_->message};
  Verdict verdict = judge({.code = ending.code,
                           .host = host,
                           .reason = reason_.data(),
                           .answered = headers_.complete(),
                           .os_error = easy_.info<long>(CURLINFO_OS_ERRNO),
                           .proxy_status = easy_.info<long>(CURLINFO_HTTP_CONNECTCODE),
                           .certificate = easy_.info<long>(CURLINFO_SSL_VERIFYRESULT)});
  return {.kind = verdict.kind, .message = std::move(verdict.message)};
}

}  // namespace trawl::fetch
