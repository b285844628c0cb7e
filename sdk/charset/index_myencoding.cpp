// The tables, out of myencoding (Debian's libmodest), the only user of that part of it. Its decoders are used
// for well-formed sequences alone: what malformed input means is decided in east_asian.cpp.
#include <myencoding/encoding.h>

#include <initializer_list>

#include "index.hpp"

namespace trawl::charset {
namespace {

char32_t look_up(myencoding_custom_f decode, std::initializer_list<Byte> sequence) {
  myencoding_result_t result{};
  myencoding_status_t status = MyENCODING_STATUS_CONTINUE;
  for (const Byte byte : sequence) {
    if (status != MyENCODING_STATUS_CONTINUE) return 0;
    status = decode(byte, &result);
  }
  return status == MyENCODING_STATUS_OK ? static_cast<char32_t>(result.result) : 0;
}

// What GB 18030-2022 moved out of the private use area, and the library still has there.
char32_t moved_in_2022(char32_t c) {
  constexpr char16_t from_e78d[] = u"\uFE10\uFE12\uFE11\uFE13\uFE14\uFE15\uFE16\uFE17\uFE18\uFE19";
  if (c >= 0xE78D && c <= 0xE796) return from_e78d[c - 0xE78D];
  constexpr char16_t scattered[] = u"\uE81E\uE826\uE82B\uE82C\uE832\uE843\uE854\uE864";
  for (unsigned i = 0; i < 8; ++i) {
    if (c == scattered[i]) return 0x9FB4 + i;
  }
  return c;
}

}  // namespace

char32_t index_gb18030(Byte lead, Byte trail) {
  return moved_in_2022(look_up(myencoding_decode_gb18030, {lead, trail}));
}

char32_t index_big5(Byte lead, Byte trail) {
  return look_up(myencoding_decode_big5, {lead, trail});
}

char32_t index_jis0208(Byte lead, Byte trail) {
  return look_up(myencoding_decode_euc_jp, {lead, trail});
}

char32_t index_jis0212(Byte lead, Byte trail) {
  return look_up(myencoding_decode_euc_jp, {0x8F, lead, trail});
}

// The library takes the first entry of a table for none.
char32_t index_shift_jis(Byte lead, Byte trail) {
  return lead == 0x81 && trail == 0x40 ? 0x3000 : look_up(myencoding_decode_shift_jis, {lead, trail});
}

char32_t index_euc_kr(Byte lead, Byte trail) {
  return lead == 0x81 && trail == 0x41 ? 0xAC02 : look_up(myencoding_decode_euc_kr, {lead, trail});
}

}  // namespace trawl::charset
