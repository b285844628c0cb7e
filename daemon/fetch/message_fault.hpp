// What makes an answer one that nobody may rely on although curl, which is lenient, accepts it. Where two
// readers of a message can disagree about its end, a proxy on the way and trawl may see different bodies.
// Pure.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "fetch/fetcher.hpp"

namespace trawl::fetch {

// Of a complete header block with names in lower case: a sentence, or nothing. A Content-Length beside
// Transfer-Encoding does not count, as RFC 9112 says.
std::optional<std::string> message_fault(int status, std::span<const Header> headers);

}  // namespace trawl::fetch
