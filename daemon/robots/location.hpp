// What of a URL robots.txt speaks about, and under which name a crawler looks for its rules. Pure.
#pragma once

#include <string>
#include <string_view>

namespace trawl::robots {

// Path and query of an absolute URL, without scheme, host and fragment; begins with '/'. What begins with a
// slash is a path already, "//a" too. Takes any text: what has no path is "/". Nothing is encoded or decoded.
std::string path_of(std::string_view url);

// The path that means the same to a server under RFC 3986, with escaped letters, digits and "-._~" written
// plainly and other escapes in upper case, so that "/%70rivate" does not slip past "Disallow: /private".
std::string plain_path(std::string_view path);

// The name by which a user agent looks for its group: letters, '-' and '_' up to the first other character;
// "trawl" of "trawl/0.1 (+https://...)".
std::string_view product_token(std::string_view user_agent);

}  // namespace trawl::robots
