// Hosts that are numbers. Internal to trawl-sdk::url.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace trawl::url::detail {

// Whether a domain can only mean an IPv4 address, however it is written: "127.1", "0x7f000001", "1.2.3.4.".
bool ends_in_a_number(std::string_view domain);

// "192.0.2.1" for every way to write it: one to four parts, each decimal, octal ("017") or hex ("0xF").
std::optional<std::string> normalise_ipv4(std::string_view domain);

// An IPv6 address without brackets in its shortest form.
std::optional<std::string> normalise_ipv6(std::string_view text);

}  // namespace trawl::url::detail
