// The phrase beside a status; for people who read the wire. Pure; any thread.
#pragma once

#include <string_view>

namespace trawl::httpd {

std::string_view status_words(int status);

}  // namespace trawl::httpd
