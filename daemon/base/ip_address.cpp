#include "base/ip_address.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>

namespace trawl {
namespace {

constexpr std::array<std::uint8_t, 12> v4_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

IpAddress from_v4(const in_addr& v4) {
  IpAddress address;
  std::ranges::copy(v4_prefix, address.bytes.begin());
  const auto* octets = reinterpret_cast<const std::uint8_t*>(&v4.s_addr);
  std::copy_n(octets, 4, address.bytes.begin() + 12);
  return address;
}

IpAddress from_v6(const in6_addr& v6) {
  IpAddress address;
  std::copy_n(v6.s6_addr, 16, address.bytes.begin());
  return address;
}

IpAddress masked(IpAddress address, int bits) {
  for (int i = 0; i < 16; ++i) {
    const int kept = std::clamp(bits - 8 * i, 0, 8);
    address.bytes[i] &= static_cast<std::uint8_t>(0xff << (8 - kept));
  }
  return address;
}

}  // namespace

bool IpAddress::is_v4() const {
  return std::equal(v4_prefix.begin(), v4_prefix.end(), bytes.begin());
}

std::optional<IpAddress> parse_ip(std::string_view text) {
  const std::string terminated(text);
  if (in_addr v4; ::inet_pton(AF_INET, terminated.c_str(), &v4) == 1) return from_v4(v4);
  if (in6_addr v6; ::inet_pton(AF_INET6, terminated.c_str(), &v6) == 1) return from_v6(v6);
  return std::nullopt;
}

std::optional<IpAddress> ip_of(const sockaddr& address) {
  if (address.sa_family == AF_INET) return from_v4(reinterpret_cast<const sockaddr_in&>(address).sin_addr);
  if (address.sa_family == AF_INET6) return from_v6(reinterpret_cast<const sockaddr_in6&>(address).sin6_addr);
  return std::nullopt;
}

std::string to_string(const IpAddress& address) {
  char text[INET6_ADDRSTRLEN];
  if (address.is_v4()) return ::inet_ntop(AF_INET, address.bytes.data() + 12, text, sizeof text);
  return ::inet_ntop(AF_INET6, address.bytes.data(), text, sizeof text);
}

bool Cidr::contains(const IpAddress& address) const {
  return masked(address, bits) == network;
}

Result<Cidr> parse_cidr(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = parse_ip(text.substr(0, slash));
  if (!address)
    return refuse(Code::invalid_params, fmt::format("'{}' is not a block of addresses", text),
                  "write ADDRESS/LENGTH, such as 10.0.0.0/8 or fd00::/8");
  const bool v4 = text.substr(0, slash).find(':') == std::string_view::npos;
  const int longest = v4 ? 32 : 128;
  int length = longest;
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (error != std::errc{} || end != digits.data() + digits.size() || length < 0 || length > longest)
      return refuse(Code::invalid_params, fmt::format("'{}' has no valid prefix length", text),
                    fmt::format("the length is a number from 0 to {}", longest));
  }
  const Cidr cidr{*address, length + 128 - longest};
  if (const IpAddress network = masked(*address, cidr.bits); network != *address)
    return refuse(Code::invalid_params, fmt::format("'{}' has bits set beyond its length", text),
                  fmt::format("the network is {}/{}", to_string(network), length));
  return cidr;
}

}  // namespace trawl
