// Whom a proxy would dial. Through a proxy the address guard sees only the proxy's address; so the target's
// name is resolved here first, by curl as for a direct exchange (without blocking, from its cache), and every
// address of it must be allowed. The proxy resolves the name once more: that it finds the same is its
// operator's care, and the documentation says so. Crawl thread.
#pragma once

#include <memory>
#include <stop_token>

#include "fetch/curl/multi.hpp"
#include "fetch/redirects.hpp"

namespace trawl::fetch {

// Failures: denied (an address is not allowed), dns (the name cannot be resolved here; the message names
// the remedy), cancelled, timeout. A guard that allows every address is not worth a question.
Task<std::expected<void, Failure>> check_target(std::shared_ptr<CurlMulti>, const Hop&, const Session&,
                                                std::stop_token);

}  // namespace trawl::fetch
