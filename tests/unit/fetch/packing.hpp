// Packs bodies for the site to send. zlib and not libdeflate, which does the unpacking.
#pragma once

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

#include <random>
#include <stdexcept>
#include <string>
#include <string_view>

namespace trawl::fetch {

// Letters that pack to less than their number, but not to nothing.
inline std::string prose(std::size_t size) {
  std::mt19937 random(1);
  std::string text(size, ' ');
  for (char& c : text) c = static_cast<char>('a' + random() % 16);
  return text;
}

// zlib's names for what surrounds the deflate stream.
enum class Wrapping { gzip = 16 + MAX_WBITS, zlib = MAX_WBITS, none = -MAX_WBITS };

inline std::string deflated(std::string_view text, Wrapping wrapping) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, static_cast<int>(wrapping), 8, Z_DEFAULT_STRATEGY) !=
      Z_OK)
    throw std::runtime_error("zlib");
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

inline std::string gzip(std::string_view text) {
  return deflated(text, Wrapping::gzip);
}

inline std::string brotli(std::string_view text) {
  std::size_t size = BrotliEncoderMaxCompressedSize(text.size());
  std::string packed(size, '\0');
  if (!BrotliEncoderCompress(1, BROTLI_DEFAULT_WINDOW, BROTLI_DEFAULT_MODE, text.size(),
                             reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                             reinterpret_cast<std::uint8_t*>(packed.data())))
    throw std::runtime_error("brotli");
  packed.resize(size);
  return packed;
}

inline std::string zstd(std::string_view text, int level = 1) {
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), level));
  return packed;
}

}  // namespace trawl::fetch
