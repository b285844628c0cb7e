// SHA-256, by which tokens and session ids are kept: what is in memory or in a file opens nothing. Pure; any
// thread.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace trawl::httpd {

using Digest = std::array<unsigned char, 32>;

Digest sha256(std::string_view);
std::string hex(const Digest&);
std::optional<Digest> parse_digest(std::string_view hex);  // 64 digits, either case
// Takes the same time wherever the two differ.
bool equal(const Digest&, const Digest&);

}  // namespace trawl::httpd
