// What a plugin asks for and what it gets: trawl::request and trawl::page.
#pragma once

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

// A request in the making: trawl::request(url).quiet().header("Accept", "application/json").
class request {
 public:
  explicit request(std::string_view url) : url_(url) {}

  // Failure is expected: keep it off the run's error list.
  request& quiet() { return flag(TRAWL_REQ_QUIET); }
  // Fetch the whole page anew, whatever the daemon has stored of it.
  // The site sends the whole page, also when the platform's cache has one; the new one replaces it.
  request& no_cache() { return flag(TRAWL_REQ_NO_CACHE); }
  request& no_redirect() { return flag(TRAWL_REQ_NO_REDIRECT); }

  request& method(std::string_view name) {
    method_ = name;
    return *this;
  }
  request& post(std::string_view body, std::string_view content_type = "application/x-www-form-urlencoded") {
    body_ = body;
    return method("POST").header("Content-Type", content_type);
  }
  request& header(std::string_view name, std::string_view value) {
    headers_.emplace_back(name, value);
    return *this;
  }
  request& timeout(std::chrono::milliseconds limit) {
    timeout_ms_ = static_cast<std::uint32_t>(limit.count());
    return *this;
  }
  // Higher goes first; 0 is usual.
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

// The answer to one request, or what went wrong with it. Views into it live as long as the page.
class page {
 public:
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

  int net() const { return response_->net; }                                  // TRAWL_NET_*
  int status() const { return response_->http_status; }                       // 0 when no answer arrived
  std::string_view url() const { return detail::to_view(response_->url); }    // after redirects
  std::string_view body() const { return detail::to_view(response_->body); }  // raw bytes
  // What the body's encoding is, by its first bytes, the header and what it declares: a name of the Encoding
  // standard such as "windows-1252"; empty when it is no text.
  std::string_view encoding() const {
    return TRAWL_HAS(response_, encoding) ? detail::to_view(response_->encoding) : std::string_view();
  }
  // The body as valid UTF-8, without byte order mark; what cannot be read becomes U+FFFD. Pages are better
  // given to html::parse(). Link trawl-sdk::charset, or trawl-sdk::html.
  std::string text() const;
  std::string_view error() const { return detail::to_view(response_->error); }
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

 private:
  void release() noexcept {
    if (response_) ctx_->api->release(ctx_, response_);
    response_ = nullptr;
  }

  trawl_ctx* ctx_;
  const trawl_response* response_;
};

}  // namespace trawl
