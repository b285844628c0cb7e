// Percent-encoding and what must be encoded where. Internal to trawl-sdk::url.
#pragma once

#include <string>
#include <string_view>

namespace trawl::url::detail {

// The percent-encode sets of the URL Standard, each larger than the one it is built on.
enum class EncodeSet { control, fragment, query, special_query, path, userinfo };

std::string percent_encode(std::string_view text, EncodeSet set);
std::string percent_decode(std::string_view text);  // what is no escape stays

void append_percent(std::string& out, char byte);  // "%2F"

}  // namespace trawl::url::detail
