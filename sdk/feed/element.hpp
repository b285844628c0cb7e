// The tree of a feed in XML. Home of libxml2 in this library. One thread at a time. Internal to
// trawl-sdk::feed.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct _xmlDoc;
struct _xmlNode;

namespace trawl::feed::detail {

// The vocabularies of feeds, under whichever of their addresses, or by their usual prefix when the feed
// forgets to declare it.
enum class Vocabulary { rss, rdf, atom, dc, dcterms, content, itunes, media, xhtml, other };

// An element of a document that lives longer.
class Element {
 public:
  explicit Element(_xmlNode* node) : node_(node) {}

  Vocabulary vocabulary() const;
  std::string namespace_uri() const;
  std::string name() const;                       // without prefix, in small letters
  std::string attr(std::string_view name) const;  // "" when absent
  bool has_attr(std::string_view name) const;
  std::string rdf_attr(std::string_view name) const;  // of RDF's namespace, or without one

  std::vector<Element> children() const;
  bool has_children() const;

  std::string text() const;    // all text below, trimmed
  std::string markup() const;  // what is below, written as HTML, with its links resolved

  // The URL that links in here are relative to: xml:base inside `outer`.
  std::string base(const std::string& outer) const;

 private:
  _xmlNode* node_;
};

class Tree {
 public:
  // Reads what can be read of `utf8`. Throws feed::error when it nests deeper than 256 elements.
  Tree(std::string_view utf8, std::string base);
  ~Tree();
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  bool empty() const;
  Element root() const;  // of a tree that is not empty

 private:
  _xmlDoc* document_ = nullptr;
};

}  // namespace trawl::feed::detail
