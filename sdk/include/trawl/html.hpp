// trawl/html.hpp - pages: parse, select, read. C++17; link trawl-sdk::html.
//
//   auto page = trawl::html::parse(bytes, {"text/html; charset=utf-8", "https://shop.example/list"});
//   for (auto book : page.css("article.book")) use(book.css1("h2").text(), book.css1(".price").number());
//
// Nodes keep their page alive, so they may outlive the document they came from. A page and
// its nodes belong to one thread at a time; selectors may be shared between threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
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

// required() found nothing. what() names the selector and the page.
class missing_error : public std::runtime_error {
 public:
  missing_error(std::string_view selector, std::string_view url);

  const std::string& selector() const { return selector_; }
  const std::string& url() const { return url_; }

 private:
  std::string selector_, url_;
};

namespace html {

// The page is beyond what the library takes: nested deeper than 4096 elements, more than 2,000,000 nodes, larger
// than 1 GiB, or made so that reading it would take square time. what() names the page, if its URL is known.
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

// One element, text or attribute of a page, or nothing: a node that was not found is empty, and
// everything asked of it is empty, too.
class node {
 public:
  node() = default;
  explicit operator bool() const { return page_ != nullptr; }

  // All text in it, normalised as trawl::normalise() does; the value, for an attribute.
  std::string text() const;
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

  // The absolute http and https URLs that the matches link to (href, else src, or the attribute of
  // ::attr()), in document order, each once, without fragments.
  std::vector<std::string> links(const html::selector& what) const;

  // The nodes an expression selects, from this node. Throws selector_error when it selects none by its
  // nature, such as string(...); xpath_texts() takes those, too.
  nodes select(const html::xpath& what) const;
  std::vector<std::string> xpath_texts(const html::xpath& what) const;

 protected:
  using index = std::uint32_t;
  static constexpr index none = 0xFFFFFFFF;
  node(std::shared_ptr<const detail::Page> page, index at, index attribute = none)
      : page_(std::move(page)), at_(at), attribute_(attribute) {}

  std::shared_ptr<const detail::Page> page_;
  index at_ = 0;
  index attribute_ = none;
};

// Found nodes in document order.
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
