// The parts of a URL in the making, and the one door into an address. Internal to trawl-sdk::url.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <trawl/url.hpp>

namespace trawl::url::detail {

struct Scheme {
  std::string_view name;
  std::uint16_t port;  // 0: none
};

// The schemes that the URL Standard calls special.
inline constexpr Scheme special_schemes[] = {{"http", 80}, {"https", 443}, {"ws", 80},
                                             {"wss", 443}, {"ftp", 21},    {"file", 0}};

constexpr const Scheme* find_special(std::string_view name) {
  for (const Scheme& each : special_schemes) {
    if (each.name == name) return &each;
  }
  return nullptr;
}

struct Parts {
  std::string scheme, username, password, host, path;
  std::optional<std::string> query, fragment;
  std::optional<std::uint16_t> port;
  bool has_host = false, opaque = false;
};

struct Builder {
  static address build(Parts parts);
  static Parts parts_of(const address& from);
};

}  // namespace trawl::url::detail
