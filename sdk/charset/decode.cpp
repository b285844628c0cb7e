// Decoding: picks the decoder, and leaves alone what is UTF-8 already.
#include <simdjson.h>

#include <trawl/charset.hpp>

#include "../ascii.hpp"
#include "declared.hpp"
#include "decoders.hpp"
#include "utf8.hpp"

namespace trawl::charset {
namespace {

using namespace std::string_view_literals;

struct Codec {
  std::string_view encoding;
  Decoder decode;
  bool keeps_ascii;            // bytes below 0x80 always stand for themselves
  std::string_view mark = {};  // the byte order mark
};

constexpr Codec codecs[] = {
    {"UTF-8", decode_utf8, true, "\xEF\xBB\xBF"},
    {"UTF-16LE", decode_utf16le, false, "\xFF\xFE"},
    {"UTF-16BE", decode_utf16be, false, "\xFE\xFF"},
    {"UTF-32LE", decode_utf32le, false, "\xFF\xFE\0\0"sv},
    {"UTF-32BE", decode_utf32be, false, "\0\0\xFE\xFF"sv},
    {"gb18030", decode_gb18030, true},
    {"GBK", decode_gb18030, true},
    {"Big5", decode_big5, true},
    {"EUC-JP", decode_euc_jp, true},
    {"ISO-2022-JP", decode_iso_2022_jp, false},
    {"Shift_JIS", decode_shift_jis, true},
    {"EUC-KR", decode_euc_kr, true},
    {"replacement", decode_replacement, false},
    {"x-user-defined", decode_user_defined, true},
};

const Codec* find_codec(std::string_view encoding) {
  for (const Codec& codec : codecs) {
    if (codec.encoding == encoding) return &codec;
  }
  return nullptr;
}

bool is_utf32(std::string_view encoding) {
  return encoding == "UTF-32LE" || encoding == "UTF-32BE";
}

// The name of the encoding to use: a byte order mark is stronger than what the caller says.
std::string_view settle(std::string_view bytes, std::string_view encoding) {
  if (is_utf32(encoding)) return encoding;
  if (const auto mark = byte_order_mark(bytes); !mark.empty()) return mark;
  const auto named = encoding_for_label(encoding);
  return named.empty() ? "UTF-8"sv : named;
}

}  // namespace

std::string_view to_utf8(std::string_view bytes, std::string_view encoding, std::string& room) {
  encoding = settle(bytes, encoding);
  const Codec* codec = find_codec(encoding);
  if (codec && ascii::starts_with(bytes, codec->mark)) bytes.remove_prefix(codec->mark.size());
  // Nearly all pages end here, without a copy.
  if (encoding == "UTF-8" && simdjson::validate_utf8(bytes.data(), bytes.size())) return bytes;
  const std::size_t usable = !codec || codec->keeps_ascii ? ascii_length(bytes) : 0;
  if (usable == bytes.size()) return bytes;

  room.clear();
  room.reserve(bytes.size() + bytes.size() / 2);
  room += bytes.substr(0, usable);
  bytes.remove_prefix(usable);
  if (codec) {
    codec->decode(bytes, room);
  } else {
    decode_single_byte(bytes, find_single_byte(encoding), room);
  }
  return room;
}

std::string decode(std::string_view bytes, std::string_view encoding) {
  std::string room;
  const auto text = to_utf8(bytes, encoding, room);
  const bool in_room = !text.empty() && text.data() == room.data();
  return in_room ? std::move(room) : std::string(text);
}

}  // namespace trawl::charset
