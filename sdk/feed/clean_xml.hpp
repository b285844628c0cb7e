// Turns what calls itself XML into text that an XML parser takes. Any thread. Internal to trawl-sdk::feed.
#pragma once

#include <string>
#include <string_view>

namespace trawl::feed::detail {

struct CleanXml {
  std::string text;     // UTF-8, without XML declaration and DOCTYPE
  std::string doctype;  // as it stood, "" when there was none
};

// Control characters go; so does everything before the first "<". A "&" that begins no reference is escaped.
// HTML's entities, and short ones without markup that the DOCTYPE declares, become what they stand for;
// other names stay as they are written. No entity is ever expanded within another one.
CleanXml clean_xml(std::string_view utf8);

}  // namespace trawl::feed::detail
