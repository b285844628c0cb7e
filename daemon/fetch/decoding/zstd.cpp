// Zstandard with libzstd.
#include <zstd.h>

#include <algorithm>
#include <memory>
#include <new>

#include "fetch/decoding/unpack.hpp"

namespace trawl::fetch {
namespace {

constexpr int largest_window_log = 23;

struct Release {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};
using Context = std::unique_ptr<ZSTD_DCtx, Release>;

}  // namespace

Unpacked unpack_zstd(std::string_view packed, std::size_t most) {
  const Context context(ZSTD_createDCtx());
  if (!context) throw std::bad_alloc();
  ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, largest_window_log);
  ZSTD_inBuffer in{packed.data(), packed.size(), 0};
  std::string body;
  std::size_t result = 1;  // 0 at the end of a frame, else a hint
  bool full = false;
  while ((in.pos < in.size || (full && result != 0)) && body.size() <= most && !ZSTD_isError(result)) {
    const std::size_t begin = body.size();
    // One byte more than may be, so that what is too long shows.
    const std::size_t end = std::min(begin + std::max(begin, usual_room(packed.size(), most)), most) + 1;
    body.resize_and_overwrite(end, [&](char* data, std::size_t) {
      ZSTD_outBuffer out{data, end, begin};
      result = ZSTD_decompressStream(context.get(), &out, &in);
      full = out.pos == out.size;
      return out.pos;
    });
  }
  if (body.size() > most) return std::unexpected(UnpackFault::too_long);
  if (result != 0) return std::unexpected(UnpackFault::broken);
  return body;
}

}  // namespace trawl::fetch
