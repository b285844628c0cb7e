// trawl/feed.hpp - RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, and JSON Feed 1.x as one structure. C++17; any
// thread; link trawl-sdk::feed.
//
//   const auto news = trawl::feed::parse(ctx.get(url));
//   for (const auto& entry : news.entries) use(entry.title.plain(), entry.link, entry.published);
//
// Feeds are read as leniently as readers do: stray ampersands, HTML's entities, undeclared prefixes and a
// document that ends too early lose as little as can be. Nothing is ever loaded: a DOCTYPE is skipped but for
// short plain entities that it declares itself. Links are absolute: relative ones are resolved against
// xml:base and then the feed's own URL, by the rules of browsers; what is no URL even so is "".
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "value.hpp"

namespace trawl::feed {

// The document is no feed, or one beyond the limits: 256 nested elements, 20,000 entries, 64 MiB of text.
class error : public std::runtime_error {
 public:
  enum class reason { empty, html, other, limits };
  error(reason why, const std::string& text) : std::runtime_error(text), why_(why) {}
  reason why() const { return why_; }

 private:
  reason why_;
};

// A text and what it is. RSS does not say whether a text is HTML; it counts as HTML.
struct text {
  std::string value;  // UTF-8; markup of XHTML is written out, what was base64 is decoded
  std::string type;   // "text/plain", "text/html", "application/xhtml+xml", or what Atom's content says

  bool empty() const { return value.empty(); }
  std::string plain() const;  // without markup, white space normalised
};

// An author.
struct person {
  std::string name, email, url;  // "" when unknown
};

// A link of Atom, or what RSS has instead.
struct link {
  std::string href;
  std::string rel;  // "alternate" when the feed does not say
  std::string type, title, length;
};

// Audio, video or a picture that comes with an entry.
struct enclosure {
  std::string url, type;
  std::optional<std::int64_t> length;  // bytes
};

// A date as it stands and as it is understood. `when` is empty when the text is no date.
struct moment {
  std::string written;
  std::optional<date> when;
};

// What feeds and entries have in common.
struct resource {
  std::string id;  // atom:id, guid, rdf:about or JSON Feed's id, as written
  text title;
  std::string link;               // the page: the alternate link; in RSS also a guid that is a permanent link
  std::vector<feed::link> links;  // Atom's links in order, and RSS's enclosures
  moment published, updated, created;
  std::vector<person> authors;
  std::string publisher;
  std::vector<std::string> categories;
  text rights;
  std::string image;
  std::string language;
};

// A feed without its entries; also where an entry of a gathered feed comes from.
struct channel : resource {
  text subtitle;  // description
  text info;      // Atom 0.3
  std::string generator;
  std::string ttl;  // minutes, as written
};

// One entry, item or article.
struct entry : resource {
  text summary;  // the description
  text content;  // the whole text, when the feed has it
  std::vector<enclosure> enclosures;
  std::string comments;  // URL
  std::optional<channel> source;
};

// A feed with its entries, in the order of the document. A plain value.
struct document : channel {
  std::string version;  // "rss20", "rss10", "rss091n", "atom10", "atom03", "json1", ..., or "rss", "atom"
  std::vector<entry> entries;
};

// What is known of a feed besides its bytes.
struct options {
  std::string encoding;  // a charset label or a whole Content-Type value; "" = let the document tell
  std::string base_url;  // where the feed came from
};

// Throws feed::error.
document parse(std::string_view bytes, const options& how = {});

// Anything with body(), url(), encoding() and header(name), such as a trawl::page.
template <class Page>
auto parse(const Page& page) -> decltype(page.body(), page.encoding(), document()) {
  const std::string_view known = page.encoding();
  return parse(
      std::string_view(page.body()),
      options{std::string(known.empty() ? page.header("content-type") : known), std::string(page.url())});
}

}  // namespace trawl::feed
