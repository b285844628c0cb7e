// Where a redirect leads and whether it may be followed. curl's own redirects are off: every hop goes
// through the whole pipeline (host's turn, address guard, limits) as if the plugin had asked for it.
// A trail belongs to one request. Pure.
#pragma once

#include <expected>
#include <optional>
#include <set>
#include <string>

#include "fetch/fetcher.hpp"
#include "fetch/url.hpp"

namespace trawl::fetch {

inline constexpr int max_redirects = 10;

// A request on its way, with its URL understood.
struct Hop {
  Request request;  // request.url is url.text
  Url url;
};

class RedirectTrail {
 public:
  // The next hop, or nothing when `response` is the final answer.
  //   303, and 301 and 302 after a POST, become a GET without a body.
  //   A new scheme, host or port gets only headers that every site may see: no credentials, no custom ones.
  //   A page that sets a cookie and asks to come back with it is no loop, where the platform keeps cookies.
  // Failures: redirects (too many, a loop, no URL), denied (another scheme; https to http, unless the policy
  // allows the downgrade).
  std::expected<std::optional<Hop>, Failure> next(const Hop& from, const Response& response,
                                                  const model::FetchPolicy& policy);

 private:
  std::set<std::string> visited_;  // method and URL
  int followed_ = 0;
};

}  // namespace trawl::fetch
