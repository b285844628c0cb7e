// The host parser of the URL Standard. Internal to trawl-sdk::url.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace trawl::url::detail {

// A host in its normal form, or why the text is none.
struct HostResult {
  std::optional<std::string> host;
  const char* error = "";
};

// A domain, an IPv4 or an IPv6 address: the host of a special scheme.
HostResult parse_host(std::string_view text);

// The host of any other scheme: an IPv6 address, or something that only that scheme understands.
HostResult parse_opaque_host(std::string_view text);

}  // namespace trawl::url::detail
