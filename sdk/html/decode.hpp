// From the bytes of a page to UTF-8, by the Encoding and HTML standards. Internal to trawl-sdk::html.
#pragma once

#include <string>
#include <string_view>

namespace trawl::html::detail {

struct SingleByteTable {
  const char* encoding;
  const char16_t* upper;  // 128 code points for the bytes from 0x80
};

// Null when the encoding is none of the single-byte ones.
const SingleByteTable* find_single_byte(std::string_view encoding);

// The encoding that a label like "latin1" or " UTF8 " names, in the standard's spelling in lower case
// ("windows-1252"); empty when the label is unknown.
std::string_view encoding_for_label(std::string_view label);

// The charset parameter of a Content-Type value; empty when there is none.
std::string_view charset_of(std::string_view content_type);

// The encoding that a <meta> in the first 16 KiB declares; empty when none does.
std::string_view prescan(std::string_view bytes);

struct Decoded {
  std::string text;           // valid UTF-8, without byte order mark
  std::string_view encoding;  // what the bytes were read as
};

// A byte order mark decides, then `label` (a charset label or a whole Content-Type value), then a
// <meta>, then UTF-8 if the bytes are valid UTF-8, else windows-1252. Bad bytes become U+FFFD.
Decoded decode(std::string_view bytes, std::string_view label);

void append_utf8(std::string& out, char32_t code_point);

}  // namespace trawl::html::detail
