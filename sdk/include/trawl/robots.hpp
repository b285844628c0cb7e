// Sitemaps as robots.txt offers them. What robots.txt forbids is trawl's business: it never fetches a denied
// page, whatever a plugin asks for.
//
//   for (const std::string& sitemap : trawl::sitemaps(ctx, "https://shop.example/"))
//     read_sitemap(ctx.get(sitemap));
//
// Included where it is used; plugin.hpp does not need it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "plugin.hpp"

namespace trawl {
namespace detail {

inline constexpr std::size_t robots_limit = 500 << 10;  // bytes of a robots.txt that count
inline constexpr std::string_view robots_space = " \t\v\f";

inline std::string_view trim_robots(std::string_view text) {
  const auto first = text.find_first_not_of(robots_space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(robots_space) - first + 1);
}

// "https://shop.example:8443" of an absolute URL, without user and password; empty for other texts.
inline std::string origin_of(std::string_view url) {
  const auto scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos || url.find_first_of("/?#") < scheme_end) return {};
  std::string_view host = url.substr(scheme_end + 3);
  host = host.substr(0, host.find_first_of("/\\?#"));
  host.remove_prefix(host.rfind('@') + 1);  // npos + 1 is 0
  return host.empty() ? std::string() : std::string(url.substr(0, scheme_end + 3)) + std::string(host);
}

// The value of a Sitemap line, else empty.
inline std::string_view sitemap_value(std::string_view line) {
  line = trim_robots(line.substr(0, line.find('#')));
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return {};
  for (const std::string_view key : {std::string_view("sitemap"), std::string_view("site-map")})
    if (same_ignoring_case(line.substr(0, std::min(colon, key.size())), key))
      return trim_robots(line.substr(colon + 1));
  return {};
}

}  // namespace detail

// The sitemaps that a robots.txt names, each once, in its order. Their URLs ought to be absolute; one that
// begins with a slash is completed with `origin` ("https://shop.example"), others are left out.
inline std::vector<std::string> sitemaps_of(std::string_view robots_txt, std::string_view origin) {
  std::vector<std::string> found;
  robots_txt = robots_txt.substr(0, detail::robots_limit);
  if (robots_txt.substr(0, 3) == "\xEF\xBB\xBF") robots_txt.remove_prefix(3);
  while (!robots_txt.empty()) {
    const auto end = std::min(robots_txt.find_first_of("\r\n"), robots_txt.size());
    std::string sitemap(detail::sitemap_value(robots_txt.substr(0, end)));
    robots_txt.remove_prefix(std::min(end + 1, robots_txt.size()));
    if (sitemap.empty()) continue;
    if (sitemap[0] == '/' && sitemap.substr(0, 2) != "//") sitemap.insert(0, origin);
    const bool absolute = !detail::origin_of(sitemap).empty();
    if (absolute && std::find(found.begin(), found.end(), sitemap) == found.end())
      found.push_back(std::move(sitemap));
  }
  return found;
}

// The same of the site that `url` belongs to. Asks for its /robots.txt, quietly: a site without one has no
// sitemaps to offer. Throws trawl::failure when `url` is not absolute.
inline std::vector<std::string> sitemaps(context& ctx, std::string_view url) {
  const std::string origin = detail::origin_of(url);
  if (origin.empty()) throw failure("url", "'" + std::string(url) + "' is no absolute URL", std::string(url));
  const page answer = ctx.fetch(request(origin + "/robots.txt").quiet());
  if (!answer.ok()) return {};
  return sitemaps_of(answer.body(), origin);
}

}  // namespace trawl
