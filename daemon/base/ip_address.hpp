// An IP address as sixteen bytes, whatever its family, and blocks of such addresses in CIDR notation.
// Pure; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"

struct sockaddr;

namespace trawl {

// IPv4 is kept as ::ffff:a.b.c.d, so that an address has one form and "mapped" spellings gain nothing.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};
  bool is_v4() const;
  friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

// The textual forms of inet_pton(3); nothing else, so no "127.1".
std::optional<IpAddress> parse_ip(std::string_view);
// AF_INET and AF_INET6; nothing for other families.
std::optional<IpAddress> ip_of(const sockaddr&);
std::string to_string(const IpAddress&);

struct Cidr {
  IpAddress network;
  int bits = 128;  // of the sixteen bytes: 10.0.0.0/8 has 104
  bool contains(const IpAddress&) const;
  friend bool operator==(const Cidr&, const Cidr&) = default;
};

// "10.0.0.0/8", "fd00::/8", or a single address. Refused (invalid_params, with the remedy as hint): bad
// addresses, lengths out of range, and bits set beyond the length, which are a mistyped network.
Result<Cidr> parse_cidr(std::string_view);

}  // namespace trawl
