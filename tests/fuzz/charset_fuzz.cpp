// Bodies and headers of a hostile site: sniffed, then decoded in every encoding. Nothing crashes, and what
// comes out is UTF-8. The first line of the input is the Content-Type.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <trawl/charset.hpp>
#include <trawl/json_writer.hpp>

namespace charset = trawl::charset;

static bool is_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto length = trawl::json::utf8_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

static void check(std::string_view bytes, std::string_view encoding) {
  std::string room;
  const auto text = charset::to_utf8(bytes, encoding, room);
  if (!is_utf8(text) || charset::decode(bytes, encoding) != text) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto line = input.substr(0, input.find('\n'));
  const auto body = input.substr(std::min(line.size() + 1, input.size()));
  check(body, charset::sniff(body, line));
  for (const auto kind :
       {charset::kind::text, charset::kind::data, charset::kind::xml, charset::kind::html}) {
    if (charset::sniff(body, line, kind).empty()) std::abort();
  }
  for (const char* encoding :
       {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "gb18030", "Big5", "EUC-JP", "ISO-2022-JP",
        "Shift_JIS", "EUC-KR", "replacement", "x-user-defined", "windows-1253"}) {
    check(body, encoding);
  }
  return 0;
}
