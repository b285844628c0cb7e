// The encodings of East Asia in which a character is one to four bytes and ASCII stands for itself. After a
// broken sequence an ASCII byte speaks for itself again, so that no quote or bracket is swallowed.
#include "decoders.hpp"
#include "index.hpp"
#include "utf8.hpp"

namespace trawl::charset {
namespace {

// What stands at the beginning of some bytes.
struct Piece {
  std::size_t length;
  char32_t code_point;  // unreadable when the bytes are malformed
  char32_t combining = 0;
};

constexpr bool is_in(Byte byte, Byte first, Byte last) {
  return byte >= first && byte <= last;
}

// Two bytes, of which the second may be ASCII that the first has no claim to.
Piece pair(Byte trail, char32_t code_point) {
  if (code_point != 0) return {2, code_point};
  return {trail < 0x80 ? std::size_t{1} : 2, unreadable};
}

// Decodes with `next`, which is given what begins with a byte that is not ASCII.
template <class Next>
void decode_pieces(std::string_view bytes, std::string& out, Next next) {
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t plain = ascii_length(bytes, at);
    out += bytes.substr(at, plain);
    at += plain;
    if (at == bytes.size()) return;
    const auto rest = bytes.substr(at);
    const Piece piece = next(reinterpret_cast<const Byte*>(rest.data()), rest.size());
    append_utf8(out, piece.code_point);
    if (piece.combining != 0) append_utf8(out, piece.combining);
    at += piece.length;
  }
}

Piece next_gb18030(const Byte* bytes, std::size_t size) {
  const Byte lead = bytes[0];
  if (lead == 0x80) return {1, 0x20AC};
  if (lead == 0xFF || size == 1) return {1, unreadable};
  const Byte second = bytes[1];
  if (!is_in(second, '0', '9')) {
    const bool good = is_in(second, 0x40, 0x7E) || is_in(second, 0x80, 0xFE);
    return pair(second, good ? index_gb18030(lead, second) : 0);
  }
  if (size == 2) return {2, unreadable};
  if (!is_in(bytes[2], 0x81, 0xFE)) return {1, unreadable};
  if (size == 3) return {3, unreadable};
  if (!is_in(bytes[3], '0', '9')) return {1, unreadable};
  const std::uint32_t high = (lead - 0x81u) * 10 + (second - 0x30u);
  const char32_t found = index_gb18030((high * 126 + (bytes[2] - 0x81u)) * 10 + (bytes[3] - 0x30u));
  return {4, found != 0 ? found : unreadable};
}

Piece next_big5(const Byte* bytes, std::size_t size) {
  const Byte lead = bytes[0];
  if (lead == 0x80 || lead == 0xFF || size == 1) return {1, unreadable};
  const Byte trail = bytes[1];
  // Four pairs stand for a letter and a mark above it.
  if (lead == 0x88 && (trail == 0x62 || trail == 0x64)) return {2, 0xCA, trail == 0x62 ? 0x304u : 0x30Cu};
  if (lead == 0x88 && (trail == 0xA3 || trail == 0xA5)) return {2, 0xEA, trail == 0xA3 ? 0x304u : 0x30Cu};
  const bool good = is_in(trail, 0x40, 0x7E) || is_in(trail, 0xA1, 0xFE);
  return pair(trail, good ? index_big5(lead, trail) : 0);
}

Piece next_euc_jp(const Byte* bytes, std::size_t size) {
  const Byte lead = bytes[0];
  if (lead != 0x8E && lead != 0x8F && !is_in(lead, 0xA1, 0xFE)) return {1, unreadable};
  if (size == 1) return {1, unreadable};
  const Byte second = bytes[1];
  if (lead == 0x8E) return pair(second, is_in(second, 0xA1, 0xDF) ? 0xFF61u + (second - 0xA1u) : 0);
  const bool good = is_in(second, 0xA1, 0xFE);
  if (lead != 0x8F || !good) return pair(second, good && lead != 0x8F ? index_jis0208(lead, second) : 0);
  if (size == 2) return {2, unreadable};
  const char32_t found = is_in(bytes[2], 0xA1, 0xFE) ? index_jis0212(second, bytes[2]) : 0;
  if (found != 0) return {3, found};
  return {bytes[2] < 0x80 ? std::size_t{2} : 3, unreadable};
}

Piece next_shift_jis(const Byte* bytes, std::size_t size) {
  const Byte lead = bytes[0];
  if (lead == 0x80) return {1, 0x80};
  if (is_in(lead, 0xA1, 0xDF)) return {1, 0xFF61u + (lead - 0xA1u)};
  if (lead == 0xA0 || lead > 0xFC || size == 1) return {1, unreadable};
  const Byte trail = bytes[1];
  const bool good = is_in(trail, 0x40, 0x7E) || is_in(trail, 0x80, 0xFC);
  if (!good || !is_in(lead, 0xF0, 0xF9)) return pair(trail, good ? index_shift_jis(lead, trail) : 0);
  // The rows that people define for themselves.
  return {2, 0xE000u + (lead - 0xF0u) * 188 + trail - (trail < 0x7F ? 0x40u : 0x41u)};
}

Piece next_euc_kr(const Byte* bytes, std::size_t size) {
  const Byte lead = bytes[0];
  if (lead == 0x80 || lead == 0xFF || size == 1) return {1, unreadable};
  const Byte trail = bytes[1];
  return pair(trail, is_in(trail, 0x41, 0xFE) ? index_euc_kr(lead, trail) : 0);
}

}  // namespace

void decode_gb18030(std::string_view bytes, std::string& out) {
  decode_pieces(bytes, out, next_gb18030);
}
void decode_big5(std::string_view bytes, std::string& out) {
  decode_pieces(bytes, out, next_big5);
}
void decode_euc_jp(std::string_view bytes, std::string& out) {
  decode_pieces(bytes, out, next_euc_jp);
}
void decode_shift_jis(std::string_view bytes, std::string& out) {
  decode_pieces(bytes, out, next_shift_jis);
}
void decode_euc_kr(std::string_view bytes, std::string& out) {
  decode_pieces(bytes, out, next_euc_kr);
}

}  // namespace trawl::charset
