// zlib's inflate in pieces, so that a small file cannot become a large text unseen.
#include "gunzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <new>

namespace trawl::feed::detail {
namespace {

constexpr std::size_t piece = 64 * 1024;
constexpr int gzip_only = 15 + 16;  // the largest window, and no other container than gzip's

}  // namespace

bool is_gzip(std::string_view bytes) {
  return bytes.substr(0, 2) == "\x1F\x8B";
}

Unpacking gunzip(std::string_view bytes, std::size_t limit, std::string& out) {
  out.clear();
  if (bytes.size() > std::numeric_limits<uInt>::max()) return Unpacking::too_large;
  z_stream stream{};
  if (inflateInit2(&stream, gzip_only) != Z_OK) throw std::bad_alloc();
  const std::unique_ptr<z_stream, int (*)(z_stream*)> ends_it(&stream, inflateEnd);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  for (;;) {
    const std::size_t before = out.size();
    out.resize(before + std::min(piece, limit - before + 1));  // one byte more tells too_large
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
    stream.avail_out = static_cast<uInt>(out.size() - before);
    const int status = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
    if (out.size() > limit) {
      out.resize(limit);
      return Unpacking::too_large;
    }
    if (status == Z_STREAM_END) {
      const std::string_view rest(reinterpret_cast<const char*>(stream.next_in), stream.avail_in);
      if (!is_gzip(rest)) return Unpacking::done;  // padding after the last member is common
      if (inflateReset(&stream) != Z_OK) return Unpacking::damaged;
    } else if (status != Z_OK) {
      return Unpacking::damaged;
    }
  }
}

}  // namespace trawl::feed::detail
