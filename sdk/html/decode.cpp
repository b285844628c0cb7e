// Decoding: single-byte tables and UTF-16 by ourselves, the multi-byte encodings of East Asia by iconv.
#include "decode.hpp"

#include <iconv.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <trawl/json_writer.hpp>

#include "ascii.hpp"

namespace trawl::html::detail {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

// How many bytes from `at` on are ASCII, counted eight at a time.
std::size_t ascii_length(std::string_view bytes, std::size_t at) {
  std::size_t end = at;
  for (std::uint64_t eight = 0; end + sizeof eight <= bytes.size(); end += sizeof eight) {
    std::memcpy(&eight, bytes.data() + end, sizeof eight);
    if (eight & 0x8080808080808080u) break;
  }
  while (end < bytes.size() && static_cast<unsigned char>(bytes[end]) < 0x80) ++end;
  return end - at;
}

bool is_ascii(std::string_view bytes) {
  return ascii_length(bytes, 0) == bytes.size();
}

// How many bytes at `at`, which begin no well-formed sequence, one U+FFFD stands for: the longest
// piece that could still have become one ("maximal subpart").
std::size_t broken_length(std::string_view bytes, std::size_t at) {
  const auto lead = static_cast<unsigned char>(bytes[at]);
  const std::size_t wanted = lead >= 0xF0 && lead <= 0xF4 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
  if (lead > 0xF4) return 1;
  std::size_t length = 1;
  while (length < wanted && at + length < bytes.size()) {
    const auto c = static_cast<unsigned char>(bytes[at + length]);
    unsigned low = 0x80, high = 0xBF;
    if (length == 1 && lead == 0xE0) low = 0xA0;
    if (length == 1 && lead == 0xED) high = 0x9F;
    if (length == 1 && lead == 0xF0) low = 0x90;
    if (length == 1 && lead == 0xF4) high = 0x8F;
    if (c < low || c > high) break;
    ++length;
  }
  return length;
}

// `strict` tells apart: with it, bad bytes end the work and the result says false.
bool decode_utf8(std::string_view bytes, bool strict, std::string& out) {
  out.clear();
  out.reserve(bytes.size());
  std::size_t good_from = 0;
  for (std::size_t at = ascii_length(bytes, 0); at < bytes.size(); at += ascii_length(bytes, at)) {
    if (const auto length = json::utf8_length(bytes, at)) {
      at += length;
      continue;
    }
    if (strict) return false;
    out += bytes.substr(good_from, at - good_from);
    out += replacement;
    at += broken_length(bytes, at);
    good_from = at;
  }
  out += bytes.substr(good_from);
  return true;
}

std::string decode_single_byte(std::string_view bytes, const SingleByteTable& table) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
    } else {
      append_utf8(out, table.upper[byte - 0x80]);
    }
  }
  return out;
}

std::string decode_utf16(std::string_view bytes, bool big_endian) {
  const auto unit = [&](std::size_t at) -> char32_t {
    const auto a = static_cast<unsigned char>(bytes[at]), b = static_cast<unsigned char>(bytes[at + 1]);
    return big_endian ? a << 8 | b : b << 8 | a;
  };
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    char32_t c = unit(at);
    if (c >= 0xD800 && c < 0xDC00 && at + 3 < bytes.size() && (unit(at + 2) & 0xFC00) == 0xDC00) {
      c = 0x10000 + ((c - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
      at += 2;
    }
    append_utf8(out, c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
  }
  if (bytes.size() % 2) out += replacement;
  return out;
}

// The names under which libc knows what the standard means by these labels.
const char* iconv_name(std::string_view encoding) {
  if (encoding == "gbk" || encoding == "gb18030") return "GB18030";
  if (encoding == "big5") return "BIG5-HKSCS";
  if (encoding == "euc-jp") return "EUC-JP-MS";
  if (encoding == "shift_jis") return "CP932";
  if (encoding == "iso-2022-jp") return "ISO-2022-JP";
  return "UHC";
}

// False when libc cannot load that converter (its tables are files).
bool decode_iconv(std::string_view bytes, std::string_view encoding, std::string& out) {
  const iconv_t converter = iconv_open("UTF-8", iconv_name(encoding));
  if (converter == reinterpret_cast<iconv_t>(-1)) return false;
  out.clear();
  char* in = const_cast<char*>(bytes.data());
  std::size_t left = bytes.size();
  char buffer[4096];
  while (left > 0) {
    char* to = buffer;
    std::size_t room = sizeof buffer;
    const bool failed = iconv(converter, &in, &left, &to, &room) == static_cast<std::size_t>(-1);
    const int reason = failed ? errno : 0;
    out.append(buffer, static_cast<std::size_t>(to - buffer));
    if (reason == EILSEQ || reason == EINVAL) {
      out += replacement;
      // An ASCII byte after a broken lead byte speaks for itself.
      const bool two =
          left > 1 && static_cast<unsigned char>(in[0]) >= 0x80 && static_cast<unsigned char>(in[1]) >= 0x80;
      const std::size_t skipped = two ? 2 : 1;
      in += skipped;
      left -= skipped;
    }
  }
  iconv_close(converter);
  return true;
}

std::string decode_as(std::string_view bytes, std::string_view encoding) {
  std::string out;
  if (encoding == "utf-16le" || encoding == "utf-16be") return decode_utf16(bytes, encoding == "utf-16be");
  if (const auto* table = find_single_byte(encoding)) return decode_single_byte(bytes, *table);
  if (encoding == "utf-8" || !decode_iconv(bytes, encoding, out)) decode_utf8(bytes, false, out);
  return out;
}

}  // namespace

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

Decoded decode(std::string_view bytes, std::string_view label) {
  if (starts_with(bytes, "\xEF\xBB\xBF")) return {decode_as(bytes.substr(3), "utf-8"), "utf-8"};
  if (starts_with(bytes, "\xFE\xFF")) return {decode_as(bytes.substr(2), "utf-16be"), "utf-16be"};
  if (starts_with(bytes, "\xFF\xFE")) return {decode_as(bytes.substr(2), "utf-16le"), "utf-16le"};

  const auto named = label.find('/') == std::string_view::npos ? label : charset_of(label);
  auto encoding = encoding_for_label(named);
  if (encoding.empty()) encoding = prescan(bytes);
  if (!encoding.empty()) return {decode_as(bytes, encoding), encoding};

  Decoded out{{}, "utf-8"};
  if (is_ascii(bytes)) {
    out = {std::string(bytes), "windows-1252"};
  } else if (!decode_utf8(bytes, true, out.text)) {
    out = {decode_as(bytes, "windows-1252"), "windows-1252"};
  }
  return out;
}

}  // namespace trawl::html::detail
