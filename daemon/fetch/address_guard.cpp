#include "fetch/address_guard.hpp"

#include <algorithm>
#include <array>

namespace trawl::fetch {
namespace {

// Networks that are not the public internet: IANA's special-purpose registries, as far as a host in
// them can answer.
constexpr std::array special_purpose{
    "0.0.0.0/8",       // this network; Linux dials itself
    "10.0.0.0/8",      // private
    "100.64.0.0/10",   // carriers' shared space
    "127.0.0.0/8",     // loopback
    "169.254.0.0/16",  // link-local; cloud metadata lives here
    "172.16.0.0/12",   // private
    "192.0.0.0/24",    // protocol assignments
    "192.168.0.0/16",  // private
    "192.88.99.0/24",  // relays to 6to4, deprecated
    "198.18.0.0/15",   // benchmarks
    "224.0.0.0/4",     // multicast
    "240.0.0.0/4",     // reserved, broadcast
    "::/128",          // unspecified
    "::1/128",         // loopback
    "64:ff9b:1::/48",  // NAT64 for local use
    "100::/64",        // discard
    "2001:2::/48",     // benchmarks
    "5f00::/16",       // segment routing
    "fc00::/7",        // unique local
    "fe80::/10",       // link-local
    "fec0::/10",       // site-local, deprecated
    "ff00::/8",        // multicast
};

const std::vector<Cidr>& denied_blocks() {
  static const std::vector<Cidr> blocks = [] {
    std::vector<Cidr> parsed;
    for (const char* text : special_purpose) parsed.push_back(parse_cidr(text).value());
    return parsed;
  }();
  return blocks;
}

bool any_contains(std::span<const Cidr> blocks, const IpAddress& address) {
  return std::ranges::any_of(blocks, [&](const Cidr& block) { return block.contains(address); });
}

// The ways of IPv6 to carry an IPv4 address: where the prefix matches, a gateway or a tunnel may
// deliver to the four bytes at `offset`. Mapped addresses need no row: IpAddress has one form for both.
struct Embedding {
  const char* prefix;
  int offset;
  bool inverted = false;
};
constexpr std::array embeddings{
    Embedding{"::/96", 12},            // IPv4-compatible, deprecated
    Embedding{"::ffff:0:0:0/96", 12},  // translated, SIIT
    Embedding{"64:ff9b::/96", 12},     // NAT64
    Embedding{"2002::/16", 2},         // 6to4
    Embedding{"2001::/32", 4},         // Teredo's server
    Embedding{"2001::/32", 12, true},  // Teredo's client
};

IpAddress v4_at(const IpAddress& address, int offset, bool inverted) {
  IpAddress inner = parse_ip("0.0.0.0").value();
  for (int i = 0; i < 4; ++i)
    inner.bytes[12 + i] = static_cast<std::uint8_t>(address.bytes[offset + i] ^ (inverted ? 0xff : 0));
  return inner;
}

// ISATAP marks the interface part, not the prefix: xxxx:...:0:5efe:a.b.c.d, or 200:5efe.
bool is_isatap(const IpAddress& address) {
  const auto& b = address.bytes;
  return (b[8] == 0x00 || b[8] == 0x02) && b[9] == 0x00 && b[10] == 0x5e && b[11] == 0xfe;
}

std::vector<IpAddress> embedded_v4(const IpAddress& address) {
  struct Parsed {
    Cidr prefix;
    const Embedding& row;
  };
  static const std::vector<Parsed> rows = [] {
    std::vector<Parsed> parsed;
    for (const Embedding& row : embeddings) parsed.push_back({parse_cidr(row.prefix).value(), row});
    return parsed;
  }();
  std::vector<IpAddress> inner;
  for (const auto& [prefix, row] : rows)
    if (prefix.contains(address)) inner.push_back(v4_at(address, row.offset, row.inverted));
  if (is_isatap(address)) inner.push_back(v4_at(address, 12, false));
  return inner;
}

}  // namespace

Result<AddressGuard> AddressGuard::from_text(std::span<const std::string> allowed_besides) {
  std::vector<Cidr> blocks;
  for (const std::string& text : allowed_besides) {
    auto block = parse_cidr(text);
    if (!block) return std::unexpected(std::move(block.error()));
    blocks.push_back(*block);
  }
  return AddressGuard(std::move(blocks));
}

bool AddressGuard::allows(const IpAddress& address) const {
  if (any_contains(allowed_, address)) return true;
  if (any_contains(denied_blocks(), address)) return false;
  return std::ranges::all_of(embedded_v4(address), [this](const IpAddress& inner) { return allows(inner); });
}

bool AddressGuard::allows_everything() const {
  return std::ranges::any_of(allowed_, [](const Cidr& block) { return block.bits == 0; });
}

}  // namespace trawl::fetch
