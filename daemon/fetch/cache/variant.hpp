// Which requests a stored response answers, besides those for its URL: those whose headers that Vary names
// have the same values. Pure.
#pragma once

#include <optional>
#include <string>

#include "fetch/fetcher.hpp"

namespace trawl::fetch {

// What the fetcher sends that is not among the request's headers.
struct SentByFetcher {
  std::string user_agent;
  bool cookies = false;  // the transport adds a jar's, which nobody knows before
};

// A digest, because the values may be secrets. Nothing when no two requests can be known to be the same:
// "Vary: *", and "Vary: Cookie" with a jar.
std::optional<std::string> variant_of(const std::vector<Header>& response_headers,
                                      const std::vector<Header>& request_headers, const SentByFetcher&);

// SHA-256 in 64 hex digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace trawl::fetch
