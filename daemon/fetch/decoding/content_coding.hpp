// How a body is packed, as its Content-Encoding headers tell. Pure.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "fetch/fetcher.hpp"

namespace trawl::fetch {

enum class ContentCoding : std::uint8_t { gzip, deflate, brotli, zstd };

// What every request offers. "deflate" is understood, but half of its senders mean another format.
inline constexpr const char* accepted_codings = "gzip, br, zstd";

// More layers are nothing but a bomb: nobody gains by packing what is packed.
inline constexpr std::size_t most_codings = 2;

// The codings in the order in which they were applied; "identity" is none. The names of `headers` are in
// lower case. Fails with a sentence when there is an unknown one or too many.
std::expected<std::vector<ContentCoding>, std::string> content_codings(std::span<const Header> headers);

}  // namespace trawl::fetch
