// The cookies of one session: what the sites of one platform have set during one run. curl keeps them, with
// its rules (RFC 6265, public suffix list); curl/cookie_jar.hpp is the jar that transfers see. Crawl thread.
#pragma once

#include <memory>

namespace trawl::fetch {

class CookieJar;

// Empty.
std::shared_ptr<CookieJar> make_cookie_jar();

}  // namespace trawl::fetch
