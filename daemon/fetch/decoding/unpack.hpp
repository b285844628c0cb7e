// One layer of packing taken off a whole body. Whole buffers and no streams: libdeflate needs them, and is
// worth it (2.7 times zlib's speed), and with the packed bytes in hand each format is one function. What
// goes wrong is only told by kind; decode_body.hpp has the words. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace trawl::fetch {

enum class UnpackFault : std::uint8_t {
  broken,    // not this format, or cut
  too_long,  // more than `most` bytes
};
using Unpacked = std::expected<std::string, UnpackFault>;

// All members, one after another; what follows them and is no member is ignored, as gzip(1) does.
Unpacked unpack_gzip(std::string_view packed, std::size_t most);
// The zlib format, which the coding's name means, or raw deflate, which some send instead.
Unpacked unpack_deflate(std::string_view packed, std::size_t most);
Unpacked unpack_brotli(std::string_view packed, std::size_t most);
// All frames. Windows beyond 8 MiB are broken, as RFC 9659 wants it.
Unpacked unpack_zstd(std::string_view packed, std::size_t most);

// A first guess at the room for `packed`, of at most `most` bytes: pages shrink to a quarter or so.
constexpr std::size_t usual_room(std::size_t packed, std::size_t most) {
  const std::size_t usual = packed * 4 + 1024;
  return usual < most ? usual : most;
}

}  // namespace trawl::fetch
