// The tables of the East Asian encodings: which code point a pair of bytes stands for; 0 when none.
// Callers pass only bytes that the encoding allows there. Internal to trawl-sdk::charset.
#pragma once

#include <cstdint>

namespace trawl::charset {

using Byte = unsigned char;

char32_t index_gb18030(Byte lead, Byte trail);
char32_t index_gb18030(std::uint32_t pointer);  // of the sequences of four bytes
char32_t index_big5(Byte lead, Byte trail);
char32_t index_jis0208(Byte lead, Byte trail);  // as EUC-JP writes it
char32_t index_jis0212(Byte lead, Byte trail);  // the same, after 0x8F
char32_t index_shift_jis(Byte lead, Byte trail);
char32_t index_euc_kr(Byte lead, Byte trail);

}  // namespace trawl::charset
