// Headers that describe the connection or the framing of a message, and the name under which trawl asks
// (fetch.user_agent), by which robots.txt decides. The fetcher sets them itself; neither a
// plugin nor the configuration may choose them. Pure.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace trawl::model {

// `name` in lower case.
constexpr bool is_reserved_header(std::string_view name) {
  constexpr std::array<std::string_view, 14> names{"accept-encoding",
                                                   "connection",
                                                   "content-length",
                                                   "expect",
                                                   "host",
                                                   "keep-alive",
                                                   "proxy-authorization",
                                                   "proxy-connection",
                                                   "te",
                                                   "trailer",
                                                   "transfer-encoding",
                                                   "upgrade",
                                                   "http2-settings",
                                                   "user-agent"};
  return std::ranges::find(names, name) != names.end();
}

}  // namespace trawl::model
