// trawl/html.hpp - pages: parse, select, read. C++17; link trawl-sdk::html.
//
//   auto page = trawl::html::parse(bytes, {"text/html; charset=utf-8", "https://shop.example/list"});
//   for (auto book : page.css("article.book")) use(book.css1("h2").text(), book.css1(".price").number());
//
// Ownership: nodes keep their page alive, so they may outlive the document they came from; every text is a
// copy of its own. Threads: a page and its nodes belong to one thread at a time; selectors may be shared.
// Units: texts are UTF-8, sizes are bytes, columns count characters from 1.
// Errors: reading never fails on what a page holds or lacks; an absent thing is an empty node, text or list.
// What throws says so: selector_error, missing_error, and html::error beyond a limit.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <trawl/json.hpp>
#include <utility>
#include <vector>

namespace trawl {

// A CSS selector or XPath expression that cannot be understood. what() names it, the column and the reason.
class selector_error : public std::invalid_argument {
 public:
  selector_error(std::string_view selector, std::size_t column, const std::string& reason);

  const std::string& selector() const { return selector_; }
  std::size_t column() const { return column_; }  // in characters, from 1

 private:
  std::string selector_;
  std::size_t column_;
};

// required() found nothing. what() names the selector, the page, and the nearest part that does match.
class missing_error : public std::runtime_error {
 public:
  missing_error(std::string_view selector, std::string_view url, std::string_view nearest = {});

  const std::string& selector() const { return selector_; }
  const std::string& url() const { return url_; }          // "" when the page has none
  const std::string& nearest() const { return nearest_; }  // "" when there is nothing to say

 private:
  std::string selector_, url_, nearest_;
};

namespace html {

// The page is beyond what the library takes: nested deeper than 4096 elements, more than 2,000,000 nodes,
// larger than 1 GiB, or made so that reading it would take square time. what() names the page, if its URL is
// known.
class error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

namespace detail {
struct Page;
struct SelectorList;
class XPathProgram;
}  // namespace detail

// A compiled CSS selector: level 3, and :is :where :not(list) :has :nth-child(an+b of S) :contains("text")
// :lang :dir and the states of form controls. "::text" at its end selects the texts that stand directly in
// the element, "::attr(name)" an attribute. Namespaces are read and ignored.
class selector {
 public:
  selector(const char* text) : selector(std::string_view(text)) {}
  selector(const std::string& text) : selector(std::string_view(text)) {}
  selector(std::string_view text);  // throws selector_error

  const std::string& text() const { return text_; }

 private:
  friend class node;
  std::string text_;
  std::shared_ptr<const detail::SelectorList> list_;
};

// A compiled XPath 1.0 expression. Element and attribute names are those of the page in lower case,
// without namespaces. At most 4 KiB long and 32 brackets deep.
class xpath {
 public:
  xpath(const char* text) : xpath(std::string_view(text)) {}
  xpath(const std::string& text) : xpath(std::string_view(text)) {}
  xpath(std::string_view text);  // throws selector_error

  const std::string& text() const { return text_; }

 private:
  friend class node;
  std::string text_;
  std::shared_ptr<const detail::XPathProgram> program_;
};

class nodes;

// A <table> as texts, one for each slot of its grid: a cell that spans columns or rows stands in each of
// them.
struct table {
  // The titles of the columns: the rows of <thead>, else the first rows that have <th> alone; several rows
  // are joined by spaces. Empty when there are none.
  std::vector<std::string> header;
  // The other rows, all of the same length, in the order of the page with <tfoot> last.
  std::vector<std::vector<std::string>> rows;
};

// A <meta> or <link> whose name belongs to a vocabulary.
struct property {
  std::string name;      // as it stands in the page: "og:title", "DC.creator"
  std::string content;   // the text; of a <link> its absolute URL
  std::string uri;       // what the name means: "http://ogp.me/ns#title"
  std::string scheme;    // of Dublin Core, "" when none is given: "DCTERMS.W3CDTF"
  std::string language;  // of Dublin Core, "" when none is given
};

// One element, text or attribute of a page, or nothing: a node that was not found is empty, and
// everything asked of it is empty, too.
class node {
 public:
  node() = default;
  explicit operator bool() const { return page_ != nullptr; }

  // All text in it, normalised as trawl::normalise() does; the value, for an attribute.
  std::string text() const;
  // The same with the white space of the page.
  std::string raw_text() const;
  // The first number in the text. See trawl::parse_number() for `locale`.
  std::optional<double> number(std::string_view locale = {}) const;

  std::string name() const;  // of an element or attribute
  bool has_attr(std::string_view name) const;
  std::string attr(std::string_view name) const;  // as it stands in the page; "" when absent
  // The text or that attribute as an absolute URL, by the rules of trawl/url.hpp; "" when it is none.
  std::string url() const;
  std::string url(std::string_view attribute) const;
  std::string html() const;  // the element with its tags

  // What the selector finds below this node, in document order. ':scope' is this node, and a selector
  // that ends in it, such as ":scope::attr(href)", finds the node itself.
  nodes css(const html::selector& what) const;
  node css1(const html::selector& what) const;      // the first, or an empty node
  node required(const html::selector& what) const;  // the first; throws missing_error

  // Why nothing is found, in one line of at most 400 bytes that quotes the nearest part which does match:
  // "'div.card > b.price' finds nothing: 'div.card' matches 20 times; 'div.card > b' matches 20 times, but
  // none has class 'price' (classes there: amount, cost)". "" when something is found. Takes some dozen times
  // as long as the search itself: for reports, not for loops.
  std::string why_none(const html::selector& what) const;
  std::string why_no_xpath(const html::xpath& what) const;  // the same of an expression

  // The absolute http and https URLs that the matches link to (href, else src, or the attribute of
  // ::attr()), in document order, each once, without fragments.
  std::vector<std::string> links(const html::selector& what) const;

  // The nodes an expression selects, from this node. Throws selector_error when it selects none by its
  // nature, such as string(...); xpath_texts() takes those, too.
  nodes select(const html::xpath& what) const;
  // The texts of the selected nodes, or the one value that the expression gives.
  std::vector<std::string> xpath_texts(const html::xpath& what) const;

  // This table, or the first one below. Cells span at most what the HTML standard allows, and none beyond its
  // <thead>, <tbody> or <tfoot>. Throws html::error beyond 1,000,000 slots or 64 MiB of text.
  html::table table() const;

 protected:
  using index = std::uint32_t;
  static constexpr index none = 0xFFFFFFFF;
  node(std::shared_ptr<const detail::Page> page, index at, index attribute = none)
      : page_(std::move(page)), at_(at), attribute_(attribute) {}

  std::shared_ptr<const detail::Page> page_;
  index at_ = 0;
  index attribute_ = none;
};

// Found nodes in document order. A plain value; each node keeps the page alive.
class nodes {
 public:
  auto begin() const { return list_.begin(); }
  auto end() const { return list_.end(); }
  std::size_t size() const { return list_.size(); }
  bool empty() const { return list_.empty(); }
  const node& operator[](std::size_t i) const { return list_[i]; }
  std::vector<std::string> texts() const;  // of each

 private:
  friend class node;
  std::vector<node> list_;
};

// A whole page: the node above all others.
class document : public node {
 public:
  document() = default;
  const std::string& url() const;       // as given, "" when none was
  const std::string& base_url() const;  // what its links are relative to
  std::string_view encoding() const;    // what the bytes were read as, such as "UTF-8"
  node root() const;                    // the <html> element

  // The content of the first (of every) <meta> whose name, property, itemprop or http-equiv is `name`.
  std::string meta(std::string_view name) const;
  std::vector<std::string> metas(std::string_view name) const;

  // "Recipe/name": the texts under that key, of the first node of that @type in the page's
  // application/ld+json blocks, also inside @graph. More keys go deeper: "Recipe/author/name". Tags are
  // stripped, entities decoded; a list gives several texts, an object its text, name, value, url or @id.
  std::vector<std::string> jsonld(std::string_view path) const;
  std::string jsonld1(std::string_view path) const;  // the first, or ""
  // Every block as it stands, a list as its items; what cannot be read is left out.
  std::vector<json::value> jsonld() const;

  // The same for microdata, which becomes objects as JSON-LD has them: itemtype is "@type", itemid "@id", a
  // property is a member, several of one name are a list. Texts are those of a cell of a table, links
  // absolute. `content` counts on every element; an item without properties has its text as "@value".
  std::vector<std::string> microdata(std::string_view path) const;
  std::string microdata1(std::string_view path) const;
  std::vector<json::value> microdata() const;

  // The properties with a prefix of Open Graph (og, article, book, music, profile, video, fb) or one that the
  // page declares, and those with a name of Dublin Core ("DC.creator", "DCTERMS.issued", plain
  // "description"), in document order. og:image may come several times.
  std::vector<property> opengraph() const;
  std::vector<property> dublincore() const;

  // Like why_none(), for what jsonld(), microdata() and meta() do not find.
  std::string why_no_jsonld(std::string_view path) const;
  std::string why_no_microdata(std::string_view path) const;
  std::string why_no_meta(std::string_view name) const;

 private:
  friend struct detail::Page;
  document(std::shared_ptr<const detail::Page> page, index at) : node(std::move(page), at) {}
};

namespace detail {

// What a page with encoding() knows of its encoding, else what its header says.
template <class Page>
auto encoding_or_type(const Page& page, int) -> decltype(std::string(page.encoding())) {
  return std::string(page.encoding().empty() ? page.header("content-type") : page.encoding());
}
template <class Page>
std::string encoding_or_type(const Page& page, long) {
  return std::string(page.header("content-type"));
}

}  // namespace detail

// What is known of a page besides its bytes.
struct options {
  std::string encoding;  // a charset label or a whole Content-Type value; "" = let the page tell
  std::string base_url;  // what links are relative to, unless the page has a <base>
};

// Never fails on malformed HTML: it builds the tree a browser would. Throws html::error beyond the limits.
document parse(std::string_view bytes, options how = {});

// Anything with body(), url() and header(name), and perhaps encoding(), such as a trawl::page.
template <class Page>
auto parse(const Page& page) -> decltype(page.body(), page.url(), page.header("content-type"), document()) {
  return parse(std::string_view(page.body()),
               options{detail::encoding_or_type(page, 0), std::string(page.url())});
}

}  // namespace html
}  // namespace trawl
