// What every transfer tells curl: the request, and the house rules that no request changes. Crawl thread.
#pragma once

#include "fetch/curl/easy.hpp"
#include "fetch/redirects.hpp"

namespace trawl::fetch {

// Lists that curl only refers to; they stay as long as the handle uses them.
struct OptionLists {
  CurlList headers, connect_to;
};

// Method, URL, headers and body.
void set_request(Easy&, const Hop&, const model::FetchPolicy&, OptionLists&);

// Whom to dial, in which protocols, and what not to take from the environment. The proxy is the caller's.
void set_network(Easy&, const model::FetchPolicy&, OptionLists&);

// Certificates are always verified; a host of policy.ca_files by its own authority and no other.
// The origin stays valid as long as the handle is used.
void set_tls(Easy&, const Origin&, const model::FetchPolicy&);

}  // namespace trawl::fetch
