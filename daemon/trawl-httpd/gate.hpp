// What a request must be before anything looks at what it wants. Beast's parser alone is too kind: it takes a
// missing or doubled Host, unknown transfer codings (whose body it then reads as the next request), lists of
// lengths and folded lines. Everything a proxy in front might read otherwise than we do is refused here.
// Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "trawl-httpd/request.hpp"

namespace trawl::httpd {

// The bytes of a head, up to and including its empty line, by RFC 9112: CRLF line ends, one space between the
// words of the request line, field names of token characters, no folded lines, no control characters, exactly
// one Host, a body length that can be read in one way only.
// Errors: bad_request, http_version_unsupported, transfer_unsupported, method_not_allowed, head_too_large (too
// many fields).
Result<> check_head(std::string_view head);

// What a listener promises about its visitors.
struct Door {
  bool tcp = false;                     // reachable by a browser that another site's page steers
  std::vector<std::string> hosts = {};  // TCP: what Host may say, lower case, with the port where it is not 80
  bool behind_proxy = false;            // a browser's fields on the Unix socket are a proxy's visitors'
};

// The names by which a TCP listener at `port` may be called: the loopback ones, and http.allowed_hosts with
// and without the port.
std::vector<std::string> host_names(std::uint16_t port, const std::vector<std::string>& allowed);

// Whether a browser's page elsewhere may be behind the request. Errors: host_not_allowed, cross_site,
// media_type_unsupported.
Result<> check_origin(const Request&, const Door&);

}  // namespace trawl::httpd
