// How old a stored response is and how long it was good for: RFC 9111 section 4.2. Pure.
#pragma once

#include <optional>

#include "fetch/cache/cache_control.hpp"
#include "fetch/cache/stored_response.hpp"

namespace trawl::fetch {

// Section 4.2.3. A clock that was set back since makes it as old as can be.
Seconds age_of(const StoredResponse&, Time now);

// Section 4.2.1 for a private cache; nothing when the site names no lifetime. trawl does not guess one from
// Last-Modified: an operator who wants news is not served by a guess that there are none.
std::optional<Seconds> lifetime_of(const std::vector<Header>& response_headers, Time answered);

}  // namespace trawl::fetch
