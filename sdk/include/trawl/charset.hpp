// trawl/charset.hpp - from the bytes of an answer to UTF-8, by the Encoding, HTML and MIME Sniffing
// standards and RFC 7303. C++17; any thread; nothing here throws but for want of memory.
//
//   const auto encoding = trawl::charset::sniff(page.body(), page.header("content-type"));
//   const std::string text = trawl::charset::decode(page.body(), encoding);
//
// Encodings go by their names in the Encoding standard: "UTF-8", "windows-1252", "Shift_JIS". XML may come
// as "UTF-32LE" and "UTF-32BE", too, which that standard does not have. All views of names last forever.
// decode() and to_utf8() need trawl-sdk::charset; the rest is in trawl-sdk::sniff, which stands alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace trawl::charset {

// The rules by which a body tells its encoding.
enum class kind {
  none,  // no text: it has no encoding
  text,  // plain text and its like
  data,  // JSON, scripts, style sheets: UTF-8 unless the header says otherwise
  xml,
  html
};

// What a Content-Type header says.
struct media_type {
  std::string essence;  // "text/html", lower case
  std::string charset;  // that parameter as it stands in the header, "" when there is none
};

// Reads the value of a Content-Type header. Of several values, separated by commas, the last good one
// counts. Nothing when none is good.
std::optional<media_type> parse_media_type(std::string_view header);

// The rules for a type such as "text/html"; kind::none for what is no text.
kind kind_of(std::string_view essence);

// The encoding that a label such as "latin1" or " UTF8 " names; "" when the label is unknown.
std::string_view encoding_for_label(std::string_view label);

// The encoding of a body; "" when it is no text. In order: a byte order mark, the header's charset, what the
// body declares (<meta>, XML declaration), and else UTF-8 for XML and data; for pages and plain text UTF-8
// when the bytes are valid UTF-8 beyond ASCII, else windows-1252. Without a good Content-Type the first
// bytes tell the kind. Looks at 16 KiB; at all bytes only when nothing is declared.
std::string_view sniff(std::string_view bytes, std::string_view content_type);

// The same for a body that is known to be of that kind, whatever the header says of its type.
std::string_view sniff(std::string_view bytes, std::string_view content_type, kind known);

// The text without its byte order mark, as valid UTF-8: what cannot be read becomes U+FFFD as the standard
// says. A byte order mark is stronger than `encoding`, which may be a label; UTF-8 when it is unknown.
// The result is a view of `bytes` when they can be used in place, else of `room`.
std::string_view to_utf8(std::string_view bytes, std::string_view encoding, std::string& room);
// The same as a text of its own.
std::string decode(std::string_view bytes, std::string_view encoding);

}  // namespace trawl::charset
