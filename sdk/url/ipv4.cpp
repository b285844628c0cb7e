#include "../ascii.hpp"
#include "ip.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace trawl::url::detail {
namespace {

constexpr std::uint64_t beyond = std::uint64_t{1} << 32;  // stands for every number that is too large

// The parts between dots; a single dot at the end counts for nothing.
std::vector<std::string_view> split(std::string_view domain) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= domain.size();) {
    const std::size_t dot = std::min(domain.find('.', at), domain.size());
    parts.push_back(domain.substr(at, dot - at));
    at = dot + 1;
  }
  if (parts.size() > 1 && parts.back().empty()) parts.pop_back();
  return parts;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  if (text.empty()) return std::nullopt;
  unsigned base = 10;
  if (text.size() >= 2 && text[0] == '0') {
    base = ascii::lower(text[1]) == 'x' ? 16 : 8;
    text.remove_prefix(base == 16 ? 2 : 1);
  }
  std::uint64_t value = 0;
  for (const char c : text) {
    const int digit = ascii::hex_value(c);
    if (digit < 0 || static_cast<unsigned>(digit) >= base) return std::nullopt;
    value = std::min(value * base + static_cast<unsigned>(digit), beyond);
  }
  return value;
}

}  // namespace

bool ends_in_a_number(std::string_view domain) {
  const std::string_view last = split(domain).back();
  const bool digits = !last.empty() && last.find_first_not_of("0123456789") == std::string_view::npos;
  return digits || parse_number(last).has_value();
}

std::optional<std::string> normalise_ipv4(std::string_view domain) {
  const auto parts = split(domain);
  if (parts.size() > 4) return std::nullopt;
  std::uint64_t address = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto number = parse_number(parts[i]);
    if (!number) return std::nullopt;
    // The last part fills all bytes that the others leave.
    const bool last = i + 1 == parts.size();
    const unsigned bits = last ? 8 * static_cast<unsigned>(5 - parts.size()) : 8;
    if (*number >> bits != 0) return std::nullopt;
    address = address << bits | *number;
  }
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) {
    out += std::to_string(address >> shift & 0xFF);
    if (shift > 0) out += '.';
  }
  return out;
}

}  // namespace trawl::url::detail
