// The decoders of the Encoding standard: each appends to `out` what `bytes`, without their byte order mark,
// mean, and U+FFFD for what has no meaning. Internal to trawl-sdk::charset.
#pragma once

#include <string>
#include <string_view>

namespace trawl::charset {

using Decoder = void (*)(std::string_view bytes, std::string& out);

void decode_utf8(std::string_view bytes, std::string& out);
void decode_utf16le(std::string_view bytes, std::string& out);
void decode_utf16be(std::string_view bytes, std::string& out);
void decode_utf32le(std::string_view bytes, std::string& out);
void decode_utf32be(std::string_view bytes, std::string& out);
void decode_gb18030(std::string_view bytes, std::string& out);  // and GBK
void decode_big5(std::string_view bytes, std::string& out);
void decode_euc_jp(std::string_view bytes, std::string& out);
void decode_iso_2022_jp(std::string_view bytes, std::string& out);
void decode_shift_jis(std::string_view bytes, std::string& out);
void decode_euc_kr(std::string_view bytes, std::string& out);
void decode_replacement(std::string_view bytes, std::string& out);
void decode_user_defined(std::string_view bytes, std::string& out);

// The code points of the bytes from 0x80 in a single-byte encoding; null when it is none.
const char16_t* find_single_byte(std::string_view encoding);
void decode_single_byte(std::string_view bytes, const char16_t* upper, std::string& out);

}  // namespace trawl::charset
