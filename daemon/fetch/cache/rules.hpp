// What a private cache may do: RFC 9111 without clocks, files and network. Pure.
//
// trawl asks the site for every page unless the platform's policy says `cache_fresh`: a run shows the site
// as it is, and the cache saves the transfer of what has not changed. With `cache_fresh` a response within
// the lifetime that its site named is used without asking, as a browser does.
#pragma once

#include "fetch/cache/stored_response.hpp"
#include "fetch/cache/variant.hpp"

namespace trawl::fetch {

// What a request lets the cache do. POST and other methods, requests for a part (by Range or keep_at_most),
// and requests that a plugin has made conditional itself pass the cache by.
struct CacheWishes {
  bool read = false;   // a stored response may answer it or be confirmed by it
  bool store = false;  // its answer may be stored
};
CacheWishes wishes_of(const Request&);

enum class Reuse : std::uint8_t {
  none,      // ask as if nothing were stored
  validate,  // ask with validators_of(); a 304 confirms the stored response
  serve,     // answer without asking
};

struct CacheContext {
  SentByFetcher own;
  bool cache_fresh = false;
};

Reuse reuse_of(const StoredResponse&, const Request&, const CacheContext&, Time now);

// If-None-Match, and If-Modified-Since where the variant is the same: an entity tag tells variants apart, a
// date does not. Empty when a 304 could not be understood.
std::vector<Header> validators_of(const StoredResponse&, const Request&, const CacheContext&);

// The response as it may be kept; nothing when it may not be, or never could be of use. `response.url` is
// the safe form.
std::optional<StoredResponse> storable(const Request&, const Response&, const CacheContext&, Time answered);

// What a 304 brings: new times, and headers in place of those of the same name, except those that describe
// the body (section 3.2).
void freshen(StoredResponse&, const Response& not_modified, const Request&, const CacheContext&,
             Time answered);

// Whether an answer with this status to this method makes what is stored for its URL worthless (4.4).
bool invalidates(std::string_view method, int status);

}  // namespace trawl::fetch
