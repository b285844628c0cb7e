// What a plugin asks for and what it gets: trawl::request and trawl::page. For the thread that runs run().
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugin.h"

namespace trawl {

namespace detail {

inline trawl_str to_str(std::string_view text) {
  return {text.data(), text.size()};
}
inline std::string_view to_view(trawl_str text) {
  return {text.ptr, text.len};
}

inline bool same_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

}  // namespace detail

// A request in the making: trawl::request(url).quiet().header("Accept", "application/json"). It owns all its
// texts, and may be sent several times. Nothing is checked before it is sent: what trawl does not take (no
// absolute http URL, a header with a line break, more than 100 headers) is a failure "request" of fetch().
class request {
 public:
  explicit request(std::string_view url) : url_(url) {}

  // Failure is expected: keep it off the run's error list.
  request& quiet() { return flag(TRAWL_REQ_QUIET); }
  // The site sends the whole page, also when the platform's cache has one; the new one replaces it.
  request& no_cache() { return flag(TRAWL_REQ_NO_CACHE); }
  // A redirect is an answer like any other: its status is 301, 302, ... and its header "Location" says where
  // to.
  request& no_redirect() { return flag(TRAWL_REQ_NO_REDIRECT); }

  // "GET" unless something else is asked for.
  request& method(std::string_view name) {
    method_ = name;
    return *this;
  }
  // Method, body (raw bytes, copied) and its type at once.
  request& post(std::string_view body, std::string_view content_type = "application/x-www-form-urlencoded") {
    body_ = body;
    return method("POST").header("Content-Type", content_type);
  }
  // One more header; of one name there may be several.
  request& header(std::string_view name, std::string_view value) {
    headers_.emplace_back(name, value);
    return *this;
  }
  // For one attempt, from the request's turn to the last byte. Zero or less, or longer than the platform's
  // configuration says: as the configuration says.
  request& timeout(std::chrono::milliseconds limit) {
    constexpr std::chrono::milliseconds longest(UINT32_MAX);
    timeout_ms_ = static_cast<std::uint32_t>(std::clamp(limit, limit.zero(), longest).count());
    return *this;
  }
  // Of this platform's requests that wait for one host, the higher goes first; 0 is usual. Other platforms' requests
  // are not passed.
  request& priority(std::int32_t value) {
    priority_ = value;
    return *this;
  }

  const std::string& url() const { return url_; }

  // Hands the request to the ABI as `tag`; the views live as long as this call.
  trawl_status fetch_with(trawl_ctx* ctx, std::uint64_t tag) const {
    std::vector<trawl_header> headers;
    headers.reserve(headers_.size());
    for (const auto& [name, value] : headers_)
      headers.push_back({detail::to_str(name), detail::to_str(value)});
    trawl_request raw{};
    raw.size = sizeof raw;
    raw.flags = flags_;
    raw.tag = tag;
    raw.method = detail::to_str(method_);
    raw.url = detail::to_str(url_);
    raw.body = detail::to_str(body_);
    raw.headers = headers.data();
    raw.header_count = headers.size();
    raw.timeout_ms = timeout_ms_;
    raw.priority = priority_;
    return ctx->api->fetch(ctx, &raw);
  }

 private:
  request& flag(std::uint32_t bit) {
    flags_ |= bit;
    return *this;
  }

  std::string url_, method_, body_;
  std::vector<std::pair<std::string, std::string>> headers_;
  std::uint32_t flags_ = 0, timeout_ms_ = 0;
  std::int32_t priority_ = 0;
};

namespace detail {

// Stands for the answer to a request that was not sent, where nothing may be thrown.
inline const trawl_response* unsent_response(std::int32_t net) {
  static constexpr char stopping[] = "the run is to stop", refused[] = "trawl refuses this request";
  static constexpr trawl_response cancelled = {sizeof(trawl_response),
                                               0,
                                               0,
                                               TRAWL_NET_CANCELLED,
                                               0,
                                               {},
                                               {},
                                               {stopping, sizeof stopping - 1},
                                               nullptr,
                                               0,
                                               0,
                                               0,
                                               0,
                                               {}};
  static constexpr trawl_response denied = {sizeof(trawl_response),
                                            0,
                                            0,
                                            TRAWL_NET_DENIED,
                                            0,
                                            {},
                                            {},
                                            {refused, sizeof refused - 1},
                                            nullptr,
                                            0,
                                            0,
                                            0,
                                            0,
                                            {}};
  return net == TRAWL_NET_CANCELLED ? &cancelled : &denied;
}

}  // namespace detail

// The answer to one request, or what went wrong with it. The memory is trawl's and is given back when the
// page goes, so views of it (url, body, header, ...) live as long as the page; let a page go before you fetch
// many more. It moves but is not copied; what was moved from may only be destroyed or assigned to.
class page {
 public:
  // Takes a response over from wait(). Without a context nothing is given back.
  page(trawl_ctx* ctx, const trawl_response* response) : ctx_(ctx), response_(response) {}
  page(page&& other) noexcept : ctx_(other.ctx_), response_(std::exchange(other.response_, nullptr)) {}
  page& operator=(page&& other) noexcept {
    if (this != &other) {
      release();
      ctx_ = other.ctx_;
      response_ = std::exchange(other.response_, nullptr);
    }
    return *this;
  }
  ~page() { release(); }

  // An answer arrived and its status is below 400. What is not ok is on the run's error list already,
  // unless the request was quiet.
  bool ok() const { return net() == TRAWL_NET_OK && status() < 400; }

  // How it ended on the network: TRAWL_NET_OK for any HTTP answer. Expect values that plugin.h does not name.
  int net() const { return response_->net; }
  // Of the HTTP answer; 0 when none arrived.
  int status() const { return response_->http_status; }
  // After redirects.
  std::string_view url() const { return detail::to_view(response_->url); }
  // Raw bytes, unpacked, at most the platform's max_body.
  std::string_view body() const { return detail::to_view(response_->body); }
  // What the body's encoding is, by its first bytes, the header and what it declares: a name of the Encoding
  // standard such as "windows-1252"; empty when it is no text.
  std::string_view encoding() const {
    return TRAWL_HAS(response_, encoding) ? detail::to_view(response_->encoding) : std::string_view();
  }
  // The body as valid UTF-8, without byte order mark; what cannot be read becomes U+FFFD. Pages are better
  // given to html::parse(). Link trawl-sdk::charset, or trawl-sdk::html.
  std::string text() const;
  // One sentence when something failed, as on the run's error list; empty when the page is ok.
  std::string_view error() const { return detail::to_view(response_->error); }
  // How often it was sent, at least once unless it was not sent at all.
  std::uint32_t attempts() const { return response_->attempts; }
  // The body is a stored one, as the site confirmed or allowed.
  bool from_cache() const { return response_->from_cache != 0; }
  // As trawl measured it.
  std::chrono::microseconds elapsed() const { return std::chrono::microseconds(response_->elapsed_us); }

  // The first header of this name, whatever its case; empty when there is none.
  std::string_view header(std::string_view name) const {
    for (std::size_t i = 0; i < response_->header_count; ++i) {
      const trawl_header& candidate = response_->headers[i];
      if (detail::same_ignoring_case(detail::to_view(candidate.name), name))
        return detail::to_view(candidate.value);
    }
    return {};
  }
  // All of them, in the answer's order: of one name there may be several, such as "Link".
  std::vector<std::string_view> headers(std::string_view name) const {
    std::vector<std::string_view> out;
    for (std::size_t i = 0; i < response_->header_count; ++i) {
      const trawl_header& candidate = response_->headers[i];
      if (detail::same_ignoring_case(detail::to_view(candidate.name), name))
        out.push_back(detail::to_view(candidate.value));
    }
    return out;
  }

 private:
  void release() noexcept {
    if (response_ && ctx_) ctx_->api->release(ctx_, response_);
    response_ = nullptr;
  }

  trawl_ctx* ctx_;
  const trawl_response* response_;
};

}  // namespace trawl
