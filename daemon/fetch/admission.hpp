// Whether a plugin's request is one that may be sent at all. Pure.
#pragma once

#include <expected>

#include "fetch/redirects.hpp"

namespace trawl::fetch {

// The request with its URL understood. Failures, all of kind denied: no URL, a scheme other than http and
// https, an unfit method, header names or values that would break out of their line, and headers that
// belong to the fetcher (such as Content-Length and Accept-Encoding).
std::expected<Hop, Failure> admit(Request);

}  // namespace trawl::fetch
