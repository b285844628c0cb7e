#include "fetch/curl/transfer.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <new>
#include <stdexcept>

#include "fetch/header_name.hpp"

namespace trawl::fetch {
namespace {

constexpr long receive_buffer = 64 << 10;
constexpr std::size_t largest_reservation = 1 << 20;  // a header may announce anything

// A host that drips keeps a connection busy for nothing. Less than this, for as long as it may also take
// to start answering, counts as no answer.
constexpr long slowest_bytes_per_second = 100;
constexpr Millis longest_drip{30'000};

Millis sooner(Millis wish, Millis limit) {
  return wish.count() > 0 ? std::min(wish, limit) : limit;
}

long seconds_rounded_up(Millis duration) {
  return static_cast<long>(std::chrono::ceil<std::chrono::seconds>(duration).count());
}

}  // namespace

CurlTransfer::CurlTransfer(asio::any_io_executor executor, std::shared_ptr<CurlMulti> multi, const Hop& hop,
                           Session& session, Metrics& metrics)
    : hop_(hop),
      session_(session),
      policy_(session.policy()),
      metrics_(metrics),
      total_timeout_(sooner(hop.request.timeout, policy_.timeout.total)),
      executor_(std::move(executor)),
      ended_(executor_),
      first_byte_timer_(executor_),
      multi_(std::move(multi)),
      easy_(curl_easy_init()) {
  if (!easy_) throw std::bad_alloc();
  set_request();
  set_limits();
  set_network();
  set_callbacks();
}

CurlTransfer::~CurlTransfer() {
  multi_->remove(easy_.get());
}

// An option that this build of curl lacks would silently weaken a limit, so that it is no option to go on.
template <class T>
void CurlTransfer::set(CURLoption option, T value) {
  if (const CURLcode code = curl_easy_setopt(easy_.get(), option, value); code != CURLE_OK)
    throw std::runtime_error(
        fmt::format("curl option {}: {}", static_cast<int>(option), curl_easy_strerror(code)));
}

void CurlTransfer::set_request() {
  const Request& request = hop_.request;
  set(CURLOPT_URL, hop_.url.text.c_str());
  set(CURLOPT_USERAGENT, policy_.user_agent.c_str());
  set(CURLOPT_ACCEPT_ENCODING, "gzip, br");
  if (request.method == "HEAD") {
    set(CURLOPT_NOBODY, 1L);
  } else if (request.method != "GET" || !request.body.empty()) {
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(CURLOPT_POSTFIELDS, request.body.c_str());
    set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
  // "Name;" is curl's way to send a header without a value. Expect would cost a round trip for large bodies.
  for (const auto& [name, value] : request.headers)
    request_headers_.append(value.empty() ? name + ';' : name + ": " + value);
  request_headers_.append("Expect:");
  set(CURLOPT_HTTPHEADER, request_headers_.get());
}

void CurlTransfer::set_limits() {
  const Millis drip = std::max(policy_.timeout.first_byte, longest_drip);
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(policy_.timeout.connect.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(total_timeout_.count()));
  set(CURLOPT_LOW_SPEED_LIMIT, slowest_bytes_per_second);
  set(CURLOPT_LOW_SPEED_TIME, seconds_rounded_up(drip));
  if (hop_.request.method != "HEAD")  // which announces a body that it does not send
    set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(policy_.max_body));
  set(CURLOPT_BUFFERSIZE, receive_buffer);
}

// What curl would otherwise take from the environment, or do although nobody asked for it, is set here.
void CurlTransfer::set_network() {
  set(CURLOPT_NOSIGNAL, 1L);
  // A stopped transfer would otherwise wait for its name server, and the whole loop with it.
  set(CURLOPT_QUICK_EXIT, 1L);
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_PROXY, policy_.proxy.c_str());
  set(CURLOPT_NOPROXY, "");
  set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  set(CURLOPT_HTTP09_ALLOWED, 0L);
  for (const std::string& row : policy_.connect_to) connect_to_.append(row);
  set(CURLOPT_CONNECT_TO, connect_to_.get());
}

void CurlTransfer::set_callbacks() {
  set(CURLOPT_ERRORBUFFER, reason_.data());
  set(CURLOPT_OPENSOCKETFUNCTION, &CurlTransfer::open_socket);
  set(CURLOPT_OPENSOCKETDATA, this);
  set(CURLOPT_PREREQFUNCTION, &CurlTransfer::before_request);
  set(CURLOPT_PREREQDATA, this);
  set(CURLOPT_HEADERFUNCTION, &CurlTransfer::header_line);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, &CurlTransfer::body_part);
  set(CURLOPT_WRITEDATA, this);
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
  transfer.await_first_byte();
  return CURL_PREREQFUNC_OK;
}

std::size_t CurlTransfer::header_line(char* data, std::size_t, std::size_t size, void* self) noexcept {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  transfer.first_byte_timer_.cancel();
  if (transfer.headers_.feed({data, size})) return size;
  transfer.own_verdict_ = {model::ErrorKind::too_large,
                           fmt::format("{}: the headers exceed {} KiB", to_string(transfer.hop_.url.origin),
                                       HeaderBlock::max_bytes >> 10)};
  return CURL_WRITEFUNC_ERROR;
}

std::size_t CurlTransfer::body_part(char* data, std::size_t, std::size_t size, void* self) noexcept {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  transfer.metrics_.bytes += size;
  transfer.session_.count_bytes(size);
  std::string& body = transfer.body_;
  if (size > transfer.policy_.max_body - body.size()) {
    transfer.own_verdict_ = {
        model::ErrorKind::too_large,
        fmt::format("{}: the body exceeds max_body ({})", to_string(transfer.hop_.url.origin),
                    format_size(transfer.policy_.max_body))};
    return CURL_WRITEFUNC_ERROR;
  }
  if (body.empty()) {
    curl_off_t announced = 0;
    curl_easy_getinfo(transfer.easy_.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
    if (announced > 0) body.reserve(std::min(static_cast<std::size_t>(announced), largest_reservation));
  }
  body.append(data, size);
  return size;
}

void CurlTransfer::finished(CURLcode code) {
  ended_.set({Ending::Why::curl, code});
}

// With a proxy the dialled address is the proxy's, which the operator has chosen; what the proxy dials is
// checked as far as the URL names an address (see CurlTransport).
bool CurlTransfer::may_reach(const IpAddress& ip) {
  if (!policy_.proxy.empty() || session_.guard().allows(ip)) return true;
  if (!dialled_)
    own_verdict_ = {model::ErrorKind::denied,
                    fmt::format("{}: {} is not a public address; fetch.allow_private can permit it",
                                to_string(hop_.url.origin), to_string(ip))};
  return false;
}

void CurlTransfer::await_first_byte() {
  first_byte_timer_.expires_after(policy_.timeout.first_byte);
  first_byte_timer_.async_wait([ended = ended_](boost::system::error_code error) {
    if (!error) ended.set({Ending::Why::first_byte});
  });
}

Task<std::expected<Response, Failure>> CurlTransfer::run(std::stop_token stop) {
  multi_->add(easy_.get(), *this);
  auto interrupt = [ended = ended_] { ended.set({Ending::Why::stopped}); };
  const std::stop_callback on_stop(stop, interrupt);
  const Ending ending = co_await ended_.get();
  first_byte_timer_.cancel();
  if (ending.why == Ending::Why::curl && ending.code == CURLE_OK) co_return answer();
  co_return std::unexpected(failure(ending));
}

Response CurlTransfer::answer() {
  long status = 0;
  curl_off_t microseconds = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(easy_.get(), CURLINFO_TOTAL_TIME_T, &microseconds);
  Response response;
  response.status = static_cast<int>(status);
  response.headers = headers_.take();
  response.body = std::move(body_);
  response.elapsed = std::chrono::duration_cast<Millis>(std::chrono::microseconds{microseconds});
  return response;
}

Failure CurlTransfer::failure(const Ending& ending) const {
  const std::string host = to_string(hop_.url.origin);
  switch (ending.why) {
    case Ending::Why::stopped:
      return {.kind = model::ErrorKind::cancelled, .message = host + ": the fetch was cancelled"};
    case Ending::Why::first_byte:
      return {.kind = model::ErrorKind::timeout,
              .message = fmt::format("{}: no answer in time (no byte within {})", host,
                                     format_duration(policy_.timeout.first_byte))};
    case Ending::Why::curl:
      break;
  }
  if (own_verdict_) return {.kind = own_verdict_->kind, .message = own_verdict_->message};
  Evidence evidence{
      .code = ending.code, .host = host, .reason = reason_.data(), .answered = headers_.complete()};
  curl_easy_getinfo(easy_.get(), CURLINFO_OS_ERRNO, &evidence.os_error);
  Verdict verdict = judge(evidence);
  return {.kind = verdict.kind, .message = std::move(verdict.message)};
}

}  // namespace trawl::fetch
