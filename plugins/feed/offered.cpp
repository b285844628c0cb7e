// Feeds that a page names in its head.
#include "offered.hpp"

#include <trawl/charset.hpp>
#include <trawl/text.hpp>

namespace trawl::feed_plugin {
namespace {

constexpr std::size_t max_offered = 10;

bool is_feed_type(const std::string& written) {
  const auto type = charset::parse_media_type(written);
  if (!type) return false;
  for (const char* each : {"application/rss+xml", "application/atom+xml", "application/rdf+xml",
                           "application/feed+json", "application/json"}) {
    if (type->essence == each) return true;
  }
  return false;
}

}  // namespace

std::string offered_feeds(const html::document& page) {
  std::string out;
  std::size_t count = 0;
  for (const html::node& link : page.css("link[rel~='alternate' i][type][href]")) {
    const std::string target = link.url("href");
    if (!is_feed_type(link.attr("type")) || target.empty()) continue;
    if (++count > max_offered) break;
    out.append(out.empty() ? "" : ", ").append(target);
    const std::string title = shortened(normalise(link.attr("title")), 80);
    if (!title.empty()) out.append(" (").append(title).append(")");
  }
  return out.empty() ? "it names no feed either" : "it offers these feeds: " + out;
}

}  // namespace trawl::feed_plugin
