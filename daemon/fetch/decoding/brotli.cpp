// brotli with libbrotlidec.
#include <brotli/decode.h>

#include <algorithm>
#include <memory>
#include <new>

#include "fetch/decoding/unpack.hpp"

namespace trawl::fetch {
namespace {

struct Release {
  void operator()(BrotliDecoderState* decoder) const { BrotliDecoderDestroyInstance(decoder); }
};
using Decoder = std::unique_ptr<BrotliDecoderState, Release>;

}  // namespace

Unpacked unpack_brotli(std::string_view packed, std::size_t most) {
  const Decoder decoder(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
  if (!decoder) throw std::bad_alloc();
  const auto* in = reinterpret_cast<const std::uint8_t*>(packed.data());
  std::size_t left = packed.size();
  std::string body;
  BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
  while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && body.size() <= most) {
    const std::size_t begin = body.size();
    // One byte more than may be, so that what is too long shows.
    const std::size_t end = std::min(begin + std::max(begin, usual_room(packed.size(), most)), most) + 1;
    body.resize_and_overwrite(end, [&](char* data, std::size_t) {
      auto* out = reinterpret_cast<std::uint8_t*>(data + begin);
      std::size_t room = end - begin;
      result = BrotliDecoderDecompressStream(decoder.get(), &left, &in, &room, &out, nullptr);
      return end - room;
    });
  }
  if (body.size() > most) return std::unexpected(UnpackFault::too_long);
  if (result != BROTLI_DECODER_RESULT_SUCCESS || left > 0) return std::unexpected(UnpackFault::broken);
  return body;
}

}  // namespace trawl::fetch
