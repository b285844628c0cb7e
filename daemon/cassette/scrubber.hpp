// Keeps secrets out of a recording: what the configuration adds to requests, what a plugin put into this
// request's URL and headers, and the headers that carry sessions. Whatever the site says of its own accord
// in a body stays: that is what a recording is for. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fetch/fetcher.hpp"
#include "model/fetch_policy.hpp"

namespace trawl::cassette {

class Scrubber {
 public:
  // Of one request. The policy outlives the scrubber; `secret_keys` as in Header::redact_query.
  Scrubber(const fetch::Request&, const model::FetchPolicy& policy, std::vector<std::string> secret_keys);

  // Without Set-Cookie and its kind; URLs in the values lose what redact_query names.
  std::vector<fetch::Header> headers(const std::vector<fetch::Header>&) const;
  std::string url(const std::string&) const;
  std::string message(const std::string&) const;
  // Secrets of 6 bytes and more are replaced wherever the site repeats them; shorter ones would hit
  // ordinary words.
  std::string body(std::string) const;

 private:
  std::string without_secrets(std::string text) const;

  const model::FetchPolicy& policy_;
  std::vector<std::string> secret_keys_;
  std::vector<std::string> secrets_;  // of the request, as they may be repeated; longest first
};

}  // namespace trawl::cassette
