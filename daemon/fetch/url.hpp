// URLs as the network code sees them: absolute, http or https, normalised. Built on curl's own parser
// (curl/url.cpp), so that the host that is checked is the host that is dialled. Values; any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace trawl::fetch {

// Who answers, and to whom credentials belong.
struct Origin {
  std::string scheme;  // "http" or "https"
  std::string host;    // lower case, punycode, IPv6 without brackets
  std::uint16_t port = 0;
  friend auto operator<=>(const Origin&, const Origin&) = default;
};
std::string to_string(const Origin&);  // "https://books.example", with the port where it is not the default

struct Url {
  std::string text;  // without fragment; may hold a user and password
  std::string safe;  // for logs, messages and databases: without them
  Origin origin;
};

struct UrlFault {
  enum class What : std::uint8_t { malformed, other_scheme } what = What::malformed;
  std::string message;
};

// An absolute URL of at most 64 KiB. Spaces and non-ASCII letters are encoded, as browsers do.
std::expected<Url, UrlFault> parse_url(std::string_view text);

// What a message may quote of a text that is no URL: without user, password and query, which may hold
// secrets, without control characters, and at most its first 200 bytes.
std::string safe_part(std::string_view text);

// What `reference` means on the page `base`.
std::expected<Url, UrlFault> resolve(const Url& base, std::string_view reference);

}  // namespace trawl::fetch
