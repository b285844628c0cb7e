// gzip, zlib and raw deflate with libdeflate.
#include <libdeflate.h>

#include <algorithm>
#include <memory>
#include <new>

#include "fetch/decoding/unpack.hpp"

namespace trawl::fetch {
namespace {

struct Release {
  void operator()(libdeflate_decompressor* decompressor) const { libdeflate_free_decompressor(decompressor); }
};
using Decompressor = std::unique_ptr<libdeflate_decompressor, Release>;

Decompressor new_decompressor() {
  Decompressor decompressor(libdeflate_alloc_decompressor());
  if (!decompressor) throw std::bad_alloc();
  return decompressor;
}

using Format = decltype(&libdeflate_gzip_decompress_ex);

// Appends one stream to `body` and tells how much of `packed` it took. libdeflate wants room for all of a
// stream at once; where the guess was too small, it starts again with twice as much.
std::expected<std::size_t, UnpackFault> append_stream(std::string& body, std::string_view packed,
                                                      Format format, libdeflate_decompressor* decompressor,
                                                      std::size_t guess, std::size_t most) {
  const std::size_t begin = body.size(), most_room = most - begin;
  for (std::size_t room = std::min(guess, most_room);; room = std::min(2 * room + 1024, most_room)) {
    libdeflate_result result = LIBDEFLATE_BAD_DATA;
    std::size_t taken = 0;
    body.resize_and_overwrite(begin + room, [&](char* data, std::size_t) {
      std::size_t made = 0;
      result = format(decompressor, packed.data(), packed.size(), data + begin, room, &taken, &made);
      return begin + (result == LIBDEFLATE_SUCCESS ? made : 0);
    });
    if (result == LIBDEFLATE_SUCCESS) return taken;
    if (result != LIBDEFLATE_INSUFFICIENT_SPACE) return std::unexpected(UnpackFault::broken);
    if (room == most_room) return std::unexpected(UnpackFault::too_long);
  }
}

// The last four bytes tell the length of what was packed. A liar gains nothing: the guess stays below what
// deflate can reach, and untouched room costs no memory.
std::size_t told_length(std::string_view packed, std::size_t most) {
  constexpr std::size_t best_ratio = 1'032;
  if (packed.size() < 18) return usual_room(packed.size(), most);
  std::size_t told = 0;
  for (int i = 1; i <= 4; ++i) told = told << 8 | static_cast<unsigned char>(packed[packed.size() - i]);
  return told <= packed.size() * best_ratio ? std::min(told, most) : usual_room(packed.size(), most);
}

bool has_zlib_header(std::string_view packed) {
  if (packed.size() < 2) return false;
  const auto method = static_cast<unsigned char>(packed[0]), flags = static_cast<unsigned char>(packed[1]);
  return (method & 0x0f) == 8 && (method * 256 + flags) % 31 == 0;
}

}  // namespace

Unpacked unpack_gzip(std::string_view packed, std::size_t most) {
  const Decompressor decompressor = new_decompressor();
  std::string body;
  do {
    const auto taken = append_stream(body, packed, &libdeflate_gzip_decompress_ex, decompressor.get(),
                                     told_length(packed, most), most);
    if (!taken) return std::unexpected(taken.error());
    packed.remove_prefix(*taken);
  } while (packed.starts_with("\x1f\x8b"));
  return body;
}

Unpacked unpack_deflate(std::string_view packed, std::size_t most) {
  const Decompressor decompressor = new_decompressor();
  const std::size_t guess = usual_room(packed.size(), most);
  std::string body;
  std::expected<std::size_t, UnpackFault> taken = std::unexpected(UnpackFault::broken);
  if (has_zlib_header(packed))
    taken = append_stream(body, packed, &libdeflate_zlib_decompress_ex, decompressor.get(), guess, most);
  if (!taken && taken.error() == UnpackFault::broken)
    taken = append_stream(body, packed, &libdeflate_deflate_decompress_ex, decompressor.get(), guess, most);
  if (!taken) return std::unexpected(taken.error());
  return body;
}

}  // namespace trawl::fetch
