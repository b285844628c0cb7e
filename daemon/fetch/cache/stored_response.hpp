// A response as the cache keeps it. Value; any thread.
#pragma once

#include <string>
#include <vector>

#include "fetch/fetcher.hpp"

namespace trawl::fetch {

struct StoredResponse {
  std::string url;      // without secrets; for people, nothing is looked up by it
  std::string variant;  // digest of the request headers that Vary names; empty: not known
  int status = 0;
  bool sets_cookies = false;    // Set-Cookie itself is not kept: it belongs to a session that is over
  Time asked{}, answered{};     // of the exchange that brought or last confirmed it
  std::vector<Header> headers;  // names in lower case
  std::string body;             // decoded
};

}  // namespace trawl::fetch
