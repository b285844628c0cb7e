// From the bytes of a sitemap to its entries.
#include <algorithm>
#include <cstdlib>
#include <trawl/charset.hpp>
#include <trawl/sitemap.hpp>
#include <trawl/text.hpp>
#include <trawl/url.hpp>

#include "../ascii.hpp"
#include "clean_xml.hpp"
#include "element.hpp"
#include "gunzip.hpp"
#include "trawl/feed.hpp"

namespace trawl::sitemap {
namespace {

using feed::detail::Element;

constexpr std::size_t max_size = 50u * 1024 * 1024, max_entries = 200'000;

std::string quoted(std::string_view text) {
  return "'" + shortened(normalise(shortened(text, 500)), 100) + "'";
}

void add_unusable(document& out, const std::string& why) {
  if (out.unusable++ == 0) out.first_unusable = why;
}

// The absolute URL that can be fetched, or "".
std::string absolute(const std::string& written, const std::string& base) {
  const auto url = base.empty() ? url::parse(written) : url::parse(written, base);
  return url && url->is_http() ? url->href_without_fragment() : std::string();
}

void add(document& out, entry added, const std::string& written, const std::string& base) {
  added.loc = absolute(written, base);
  if (added.loc.empty()) return add_unusable(out, quoted(written) + " is not an http or https URL");
  if (out.entries.size() >= max_entries)
    throw error(error::reason::limits,
                "the sitemap has more than " + std::to_string(max_entries) + " entries");
  out.entries.push_back(std::move(added));
}

std::optional<double> read_priority(const std::string& text) {
  const auto number = parse_number(text, "en");
  return number && *number >= 0 && *number <= 1 ? number : std::nullopt;
}

// <xhtml:link rel="alternate" hreflang="de" href="..."/>. Many sitemaps forget to declare the prefix.
void read_alternate(const Element& link, entry& into, const std::string& base) {
  const std::string lang(ascii::trim(link.attr("hreflang")));
  if (lang.empty() || ascii::to_lower(link.attr("rel")) != "alternate") return;
  std::string href = absolute(link.attr("href"), base);
  if (!href.empty()) into.alternates.push_back({lang, std::move(href)});
}

// Only elements of the entry's own vocabulary count: <image:loc> may stand beside <loc>.
void read_entry(const Element& element, document& out, const std::string& base) {
  entry added;
  std::string loc;
  for (const Element& each : element.children()) {
    const std::string name = each.name();
    if (name == "link") read_alternate(each, added, base);
    if (each.namespace_uri() != element.namespace_uri()) continue;
    if (name == "loc" && loc.empty())
      loc = each.text();
    else if (name == "lastmod")
      added.lastmod = parse_date(each.text());
    else if (name == "changefreq")
      added.changefreq = ascii::to_lower(each.text());
    else if (name == "priority")
      added.priority = read_priority(each.text());
  }
  if (loc.empty()) return add_unusable(out, "<" + element.name() + "> has no <loc>");
  add(out, std::move(added), loc, base);
}

[[noreturn]] void refuse(const std::string& root) {
  for (const char* each : {"html", "head", "body", "div", "p", "script", "title"}) {
    if (root == each) throw error(error::reason::html, "the answer is an HTML page, not a sitemap");
  }
  for (const char* each : {"rss", "feed", "rdf"}) {
    if (root == each)
      throw error(error::reason::other, "the answer is a feed, not a sitemap; the plugin `feed` reads it");
  }
  throw error(error::reason::other, "the answer is no sitemap: its root element is <" + shortened(root, 60) +
                                        ">, where <urlset> or <sitemapindex> is expected");
}

document read_xml(std::string_view utf8, const std::string& base) {
  const auto clean = feed::detail::clean_xml(utf8);
  if (ascii::find_ignoring_case(clean.doctype.substr(0, 20), "<!doctype html") == 0) refuse("html");
  const feed::detail::Tree tree(clean.text, base);
  if (tree.empty()) throw error(error::reason::other, "the answer is no sitemap: it cannot be read as XML");
  const Element root = tree.root();
  document out;
  const std::string name = root.name();
  if (name == "sitemapindex")
    out.kind = kind::index;
  else if (name != "urlset")
    refuse(name);
  const std::string_view wanted = out.kind == kind::index ? "sitemap" : "url";
  for (const Element& each : root.children()) {
    if (each.name() == wanted) read_entry(each, out, base);
  }
  return out;
}

// One URL a line. A first line that is none makes the whole text something else.
document read_text(std::string_view utf8) {
  document out;
  out.kind = kind::text;
  while (!utf8.empty()) {
    const auto end = std::min(utf8.find_first_of("\r\n"), utf8.size());
    const std::string_view line = ascii::trim(utf8.substr(0, end));
    utf8.remove_prefix(std::min(end + 1, utf8.size()));
    if (!line.empty()) add(out, {}, std::string(line), "");
    if (out.entries.empty() && out.unusable > 0) {
      throw error(error::reason::other,
                  "the answer is no sitemap: it is neither XML nor a list of URLs; its first line is " +
                      quoted(line));
    }
  }
  return out;
}

// The sitemap itself, which may come packed.
std::string_view unpacked(std::string_view bytes, std::string& room) {
  if (feed::detail::is_gzip(bytes)) {
    switch (feed::detail::gunzip(bytes, max_size, room)) {
      case feed::detail::Unpacking::done:
        bytes = room;
        break;
      case feed::detail::Unpacking::damaged:
        throw error(error::reason::other, "the answer is a gzip file that is damaged or ends too early");
      case feed::detail::Unpacking::too_large:
        throw error(error::reason::limits, "the sitemap is larger than 50 MiB when it is unpacked");
    }
  }
  if (bytes.size() > max_size) throw error(error::reason::limits, "the sitemap is larger than 50 MiB");
  return bytes;
}

}  // namespace

document parse(std::string_view packed, const options& how) {
  std::string room, text;
  const std::string_view bytes = unpacked(packed, room);
  std::string encoding = how.encoding;
  if (charset::encoding_for_label(encoding).empty())
    encoding = std::string(charset::sniff(bytes, how.encoding, charset::kind::xml));
  const std::string_view utf8 = ascii::trim(charset::to_utf8(bytes, encoding, text));
  if (utf8.empty()) throw error(error::reason::empty, "the answer is empty, not a sitemap");
  if (utf8.front() != '<') return read_text(utf8);
  try {
    return read_xml(utf8, how.base_url);
  } catch (const feed::error& fault) {
    throw error(error::reason::limits, "the sitemap cannot be read: its elements nest too deep");
  }
}

}  // namespace trawl::sitemap
