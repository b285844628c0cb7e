#include "fetch/decoding/decode_body.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "base/time.hpp"
#include "fetch/decoding/unpack.hpp"

namespace trawl::fetch {
namespace {

// Short texts that repeat themselves pack well beyond any ratio, and harm nobody.
constexpr std::uint64_t free_of_ratio = 1 << 20;

Unpacked unpack(ContentCoding coding, std::string_view packed, std::size_t most) {
  switch (coding) {
    case ContentCoding::gzip:
      return unpack_gzip(packed, most);
    case ContentCoding::deflate:
      return unpack_deflate(packed, most);
    case ContentCoding::brotli:
      return unpack_brotli(packed, most);
    case ContentCoding::zstd:
      return unpack_zstd(packed, most);
  }
  return std::unexpected(UnpackFault::broken);
}

DecodingFault too_large(const DecodingLimits& limits, bool by_ratio) {
  return {model::ErrorKind::too_large,
          by_ratio ? fmt::format("the unpacked body exceeds max_ratio ({} times what was received)",
                                 limits.max_ratio)
                   : fmt::format("the unpacked body exceeds max_body ({})", format_size(limits.max_body))};
}

}  // namespace

std::expected<std::string, DecodingFault> decode_body(std::string packed,
                                                      std::span<const ContentCoding> codings,
                                                      const DecodingLimits& limits) {
  const std::uint64_t by_ratio = std::max(free_of_ratio, packed.size() * limits.max_ratio);
  const std::uint64_t most = std::min(by_ratio, limits.max_body);
  for (const ContentCoding coding : codings | std::views::reverse) {
    if (packed.empty()) break;
    Unpacked body = unpack(coding, packed, most);
    if (!body && body.error() == UnpackFault::too_long)
      return std::unexpected(too_large(limits, by_ratio < limits.max_body));
    if (!body)
      return std::unexpected(DecodingFault{model::ErrorKind::truncated, "the body cannot be decompressed"});
    packed = *std::move(body);
  }
  return packed;
}

}  // namespace trawl::fetch
