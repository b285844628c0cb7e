// UTF-8 that may be broken. Internal to trawl-sdk::url.
#pragma once

#include <string>
#include <string_view>

namespace trawl::url::detail {

// Each longest piece that begins a character and does not complete it becomes U+FFFD, as the Encoding
// Standard has it.
std::string repair_utf8(std::string_view bytes);

}  // namespace trawl::url::detail
