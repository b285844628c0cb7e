// Internationalised domain names. Internal to trawl-sdk::url.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace trawl::url::detail {

inline constexpr std::size_t longest_unicode_domain = 4096;  // bytes; name servers know 253

// The "domain to ASCII" of the URL Standard, not strict: lower case and punycode by UTS 46 (non-transitional,
// with the bidi and joiner rules), whatever the length of labels and wherever their hyphens. An ASCII domain
// is only lowered, even where its "xn--" is no punycode. `domain` is valid UTF-8.
std::optional<std::string> domain_to_ascii(std::string_view domain);

}  // namespace trawl::url::detail
