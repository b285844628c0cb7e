// What the bytes of a body say about their encoding. Internal to trawl-sdk::sniff.
#pragma once

#include <string_view>

namespace trawl::charset {

// The encoding whose byte order mark the bytes begin with, UTF-8 or UTF-16; else "".
std::string_view byte_order_mark(std::string_view bytes);

// The encoding that a <meta> near the top of a page declares, else an XML declaration; else "".
std::string_view prescan(std::string_view bytes);

// The encoding that an XML declaration in an encoding like ASCII declares; else "".
std::string_view xml_declaration(std::string_view bytes);

// The label after "charset=" in the `content` of a <meta>, read as leniently as browsers do.
std::string_view charset_in(std::string_view content);

}  // namespace trawl::charset
