// The web page, built by Vite and linked into the program; see web/ and embed.cmake. Any thread.
#pragma once

#include <span>
#include <string_view>

#include "trawl-httpd/response.hpp"

namespace trawl::httpd {

struct Asset {
  std::string_view path;  // "/assets/index-4f1c.js"
  std::string_view content_type;
  std::string_view identity, gzip, brotli;  // the latter two may be empty
  std::string_view etag;
  bool immutable = false;  // the name has the content's hash
};

// Generated. Empty when the program was built without the page.
std::span<const Asset> assets();

// A file of the page, or for a path of one of its views the page itself; a problem for everything else.
Response asset_response(const Request&);

}  // namespace trawl::httpd
