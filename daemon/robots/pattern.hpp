// The paths of Allow and Disallow: `*` stands for any characters, `$` at the end for the end of the path,
// everything else for itself. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace trawl::robots {

// As patterns are compared: bytes beyond ASCII as %XX, and the letters of %xx in upper case. Nothing else is
// encoded or decoded: "%2F" and "/" stay two things.
std::string normalise_escapes(std::string_view);

// Whether the pattern matches from the beginning of the path. Linear in pattern and path, whatever they are:
// each part between two `*` is looked for once, from where the part before it was found first.
bool matches(std::string_view pattern, std::string_view path);

}  // namespace trawl::robots
