// Bytes from a hostile worker, and to one: cut into frames and decoded in both directions. What decodes
// must encode to the same bytes again.
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "wire/codec.hpp"
#include "wire/frame_reader.hpp"

namespace wire = trawl::wire;

template <class Decoded>
static void check_round_trip(const Decoded& decoded, std::string_view frame) {
  if (!decoded) return;
  const std::string again = wire::encode(*decoded);
  if (std::string_view(again).substr(wire::frame_prefix) != frame) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wire::FrameReader reader(1u << 20);
  while (size > 0) {
    const auto room = reader.room();
    const std::size_t part = std::min(room.size(), size);
    std::memcpy(room.data(), data, part);
    reader.filled(part);
    data += part;
    size -= part;
    for (;;) {
      const auto frame = reader.next();
      if (!frame) return 0;
      if (!*frame) break;
      check_round_trip(wire::decode_to_daemon(**frame), **frame);
      check_round_trip(wire::decode_to_worker(**frame), **frame);
    }
  }
  return 0;
}
