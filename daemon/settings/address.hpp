// What addresses the configuration may name, checked before anything tries to use them. Each answers
// the text unchanged, or says what is wrong with it. Pure; any thread.
#pragma once

#include "settings/values.hpp"

namespace trawl::settings {

// "10.0.0.0/8", "fd00::/8".
Read<std::string> read_cidr(const Node&);

// "HOST:PORT:ADDRESS:PORT" as curl's --connect-to: HOST and first PORT may be empty (any), IPv6 in [].
Read<std::string> read_connect_to(const Node&);

// "http://user:password@host:3128"; also https, socks4, socks4a, socks5, socks5h. Null is no proxy: "".
Read<std::string> read_proxy(const Node&);

// "127.0.0.1:8484", "[::1]:8484": a literal address and a port.
Read<std::string> read_listen_address(const Node&);

// "name.example" or a literal address, perhaps with a port.
Read<std::string> read_host(const Node&);

// A path that a Unix socket can have: at most 107 bytes.
Read<std::string> read_socket_path(const Node&);

// A host as URLs have it after parsing: a name in lower-case ASCII or a literal address, no port.
bool is_host_name(std::string_view);

struct WebOrigin {
  std::string scheme, host;  // lower case, IPv6 without brackets
  std::uint16_t port = 0;    // always given
};

// "https://api.example", "http://[::1]:8080": no path, no user; names beyond ASCII as xn--...
Read<WebOrigin> read_origin(const Node&);

// "/etc/trawl/secrets/token": the daemon's working folder is nobody's business.
Read<std::string> read_absolute_path(const Node&);

// What may be shown of a proxy: its user and password replaced by "***".
std::string redact_proxy(std::string_view);

}  // namespace trawl::settings
