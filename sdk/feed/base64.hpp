// Internal to trawl-sdk::feed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace trawl::feed::detail {

// White space is skipped; nothing when other bytes stand in the text.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace trawl::feed::detail
