#include "host.hpp"

#include "encode.hpp"
#include "idna.hpp"
#include "ip.hpp"
#include "utf8.hpp"

namespace trawl::url::detail {
namespace {

constexpr std::string_view forbidden{"\0\t\n\r #/:<>?@[\\]^|", 17};

bool is_forbidden_in_domain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F || c == '%' || forbidden.find(c) != std::string_view::npos;
}

HostResult parse_bracketed(std::string_view text) {
  if (text.back() != ']') return {{}, "the bracket of the IPv6 address is not closed"};
  auto address = normalise_ipv6(text.substr(1, text.size() - 2));
  if (!address) return {{}, "the host in brackets is no IPv6 address"};
  return {"[" + *address + "]"};
}

}  // namespace

HostResult parse_host(std::string_view text) {
  if (!text.empty() && text[0] == '[') return parse_bracketed(text);
  auto domain = domain_to_ascii(repair_utf8(percent_decode(text)));
  if (!domain || domain->empty()) return {{}, "the host is no valid international domain name"};
  for (const char c : *domain) {
    if (is_forbidden_in_domain(c)) return {{}, "the host has a character that no host may have"};
  }
  if (!ends_in_a_number(*domain)) return {std::move(domain)};
  auto address = normalise_ipv4(*domain);
  if (!address) return {{}, "the host ends in a number and is no IPv4 address"};
  return {std::move(address)};
}

HostResult parse_opaque_host(std::string_view text) {
  if (!text.empty() && text[0] == '[') return parse_bracketed(text);
  if (text.find_first_of(forbidden) != std::string_view::npos)
    return {{}, "the host has a character that no host may have"};
  return {percent_encode(text, EncodeSet::control)};
}

}  // namespace trawl::url::detail
