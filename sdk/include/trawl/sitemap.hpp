// trawl/sitemap.hpp - sitemaps by the protocol of sitemaps.org: lists of pages, indexes of further sitemaps,
// and lists in plain text; also packed with gzip. C++17; any thread; link trawl-sdk::feed.
//
//   const auto map = trawl::sitemap::parse(ctx.get(url));
//   for (const auto& entry : map.entries) use(entry.loc, entry.lastmod);
//
// Read as leniently as search engines do: under any namespace or none, with stray ampersands, or ending too
// early. Of other vocabularies only the pages in other languages (<xhtml:link rel="alternate">) are read;
// images, videos and news are passed over. Nothing is ever loaded.
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "value.hpp"

namespace trawl::sitemap {

// The answer is no sitemap, or one beyond the limits: 50 MiB when unpacked, 200,000 entries.
class error : public std::runtime_error {
 public:
  enum class reason { empty, html, other, limits };
  error(reason why, const std::string& text) : std::runtime_error(text), why_(why) {}
  reason why() const { return why_; }

 private:
  reason why_;
};

// The same page in another language or for another region.
struct alternate {
  std::string lang;  // "de", "pt-BR", "x-default", as written
  std::string href;  // an absolute http or https URL, without fragment
};

// Of an index, `loc` is a further sitemap; else a page.
struct entry {
  std::string loc;                    // an absolute http or https URL, without fragment
  std::optional<date> lastmod;        // empty when the sitemap gives none, or one that cannot be read
  std::string changefreq;             // "daily", ..., in small letters; "" when not given
  std::optional<double> priority;     // from 0 to 1
  std::vector<alternate> alternates;  // as the sitemap has them; often the page itself is among them
};

// What the document is: pages, further sitemaps, or a plain list of pages.
enum class kind { urlset, index, text };

// A sitemap as it stands. A plain value.
struct document {
  sitemap::kind kind = kind::urlset;
  std::vector<entry> entries;  // in the sitemap's order, also when one stands there twice
  std::size_t unusable = 0;    // entries without a URL that can be fetched
  std::string first_unusable;  // why the first of them is none, in a few words
};

// What is known of a sitemap besides its bytes.
struct options {
  std::string encoding;  // a charset label or a whole Content-Type value; "" = let the document tell
  std::string base_url;  // where the sitemap came from: relative URLs, which ought not be there, refer to it
};

// Throws sitemap::error.
document parse(std::string_view bytes, const options& how = {});

// Anything with body(), url(), encoding() and header(name), such as a trawl::page. What the bytes of a gzip
// file were taken for says nothing of what is in it.
template <class Page>
auto parse(const Page& page) -> decltype(page.body(), page.encoding(), document()) {
  const std::string_view body = page.body();
  const std::string_view known = body.substr(0, 2) == "\x1F\x8B" ? std::string_view() : page.encoding();
  return parse(body, options{std::string(known.empty() ? page.header("content-type") : known),
                             std::string(page.url())});
}

}  // namespace trawl::sitemap
