#include "fetch/curl/transfer.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "fetch/byte_budget.hpp"
#include "fetch/curl/cookie_jar.hpp"
#include "fetch/message_fault.hpp"

namespace trawl::fetch {
namespace {

using enum model::ErrorKind;

constexpr std::size_t largest_reservation = 1 << 20;  // a header may announce anything

// Data, the end, or an error.
bool has_something_to_read(curl_socket_t socket) {
  char byte;
  const ssize_t got = ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

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
      multi_(std::move(multi)),
      cookies_(session.cookies()) {
  set_request(easy_, hop_, policy_, lists_);
  set_cookies(easy_, hop_, session_);
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
  // HEAD announces a body that it does not send.
  if (hop_.request.method != "HEAD" && !hop_.request.keep_at_most)
    easy_.set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(policy_.max_body));
}

void CurlTransfer::set_callbacks() {
  easy_.set(CURLOPT_ERRORBUFFER, reason_.data());
  easy_.set(CURLOPT_OPENSOCKETFUNCTION, &CurlTransfer::open_socket);
  easy_.set(CURLOPT_OPENSOCKETDATA, this);
  easy_.set(CURLOPT_CLOSESOCKETFUNCTION, &OpenSockets::close);
  easy_.set(CURLOPT_CLOSESOCKETDATA, &multi_->open_sockets());
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
  const int opened = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (opened >= 0) transfer.multi_->open_sockets().opened(opened);
  return opened;
}

// Runs for kept connections too. One that another platform with another allow_private has opened may lead
// where this one must not go, though the host has other addresses; one that speaks would have its words taken
// for the answer. Neither says anything about the host, so that a new connection is tried.
int CurlTransfer::before_request(void* self, char* peer, char* local, int peer_port,
                                 int local_port) noexcept {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  const bool kept = !transfer.dialled_ && !transfer.afresh_;
  const auto ip = parse_ip(peer);
  if (!ip || !transfer.may_reach(*ip) ||
      (kept && transfer.speaks_unasked({peer, local, peer_port, local_port}))) {
    transfer.kept_is_bad_ = kept;
    return CURL_PREREQFUNC_ABORT;
  }
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
  return transfer.fits(size) && transfer.take({data, size}) ? size : CURL_WRITEFUNC_ERROR;
}

void CurlTransfer::finished(CURLcode code) {
  if (std::exchange(kept_is_bad_, false)) return begin_afresh();
  ended_.set({Ending::Why::curl, code});
}

// Nothing has been sent, so that this is no second try.
void CurlTransfer::begin_afresh() {
  afresh_ = true;
  own_verdict_.reset();
  easy_.set(CURLOPT_FRESH_CONNECT, 1L);
  multi_->add(easy_.get(), *this);
}

// Always false: for callbacks that stop the transfer.
bool CurlTransfer::refuse(model::ErrorKind kind, std::string what) {
  own_verdict_ = {kind, fmt::format("{}: {}", to_string(hop_.url.origin), what)};
  return false;
}

bool CurlTransfer::fits(std::size_t more) {
  if (!hop_.request.keep_at_most && more > policy_.max_body - body_.size())
    return refuse(too_large, fmt::format("the body exceeds max_body ({})", format_size(policy_.max_body)));
  if (over_budget(session_)) return refuse(too_large, over_budget_message(session_));
  return true;
}

// False when no more is wanted.
bool CurlTransfer::take(std::string_view part) {
  if (body_.empty()) {
    const auto announced = easy_.info<curl_off_t>(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T);
    if (announced > 0) body_.reserve(std::min(static_cast<std::size_t>(announced), largest_reservation));
  }
  const auto& most = hop_.request.keep_at_most;
  has_enough_ = most && part.size() >= *most - body_.size();
  body_.append(has_enough_ ? part.substr(0, *most - body_.size()) : part);
  return !has_enough_;
}

// Of a connection that should be waiting for its next request. Encrypted ones may have something to say, new
// session tickets or frames of HTTP/2; they are left to curl, which looks whether they are still open.
bool CurlTransfer::speaks_unasked(const SocketEnds& ends) const {
  if (hop_.url.origin.scheme != "http" || policy_.proxy.starts_with("https:")) return false;
  const auto socket = multi_->open_sockets().find(ends);
  return !socket || has_something_to_read(*socket);
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
  if (cookies_) cookies_->limit(easy_.get());
  const bool whole = ending.why == Ending::Why::curl && (ending.code == CURLE_OK || has_enough_);
  if (whole && is_sound()) co_return answer();
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
