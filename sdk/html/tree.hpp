// The tree of a page: all nodes in document order in one array, so that a subtree is a range of
// indices and walking needs neither pointers nor recursion. Internal to trawl-sdk::html; never
// changes after it is built.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace trawl::html::detail {

using Index = std::uint32_t;
inline constexpr Index nowhere = 0xFFFFFFFF;

enum class Kind : std::uint8_t { document, doctype, element, text, comment };
enum class Space : std::uint8_t { html, svg, math };

// A piece of Tree::strings.
struct Slice {
  std::uint32_t begin = 0, size = 0;
};

// Tells two names apart faster than comparing them (FNV-1a).
constexpr std::uint32_t hash_of(std::string_view name) {
  std::uint32_t hash = 2166136261u;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash;
}

struct Attribute {
  std::uint32_t name_hash = 0;
  Slice name, value;
};

struct Node {
  Kind kind = Kind::document;
  Space space = Space::html;
  Index parent = nowhere;
  Index previous = nowhere;  // the sibling before
  Index end = 0;             // one past the last descendant
  std::uint32_t name_hash = 0;
  Slice text;  // an element's name, or the data of a text, comment or doctype
  std::uint32_t attributes_begin = 0, attribute_count = 0;
  // The place among the element siblings, counted from 1 at either end.
  std::uint32_t nth_child = 0, nth_last_child = 0, nth_of_type = 0, nth_last_of_type = 0;
};

struct Tree {
  std::vector<Node> nodes;  // nodes[0] is the document
  std::vector<Attribute> attributes;
  std::string strings;
  std::string url;       // what links are relative to: the page's URL, or its <base href>
  std::string page_url;  // named in errors

  std::string_view view(Slice slice) const {
    return std::string_view(strings).substr(slice.begin, slice.size);
  }
  const Node& at(Index i) const { return nodes[i]; }
  bool is_element(Index i) const { return nodes[i].kind == Kind::element; }
  bool is_element(Index i, std::string_view html_name) const;
  std::string_view name(Index i) const { return view(nodes[i].text); }

  Index first_child(Index i) const { return i + 1 < nodes[i].end ? i + 1 : nowhere; }
  Index next_sibling(Index i) const;
  Index previous_element(Index i) const;
  Index next_element(Index i) const;  // sibling
  Index parent_element(Index i) const;
  Index root() const;  // the document element; nowhere in an empty tree

  // The index into `attributes`; the name is matched without regard to case on HTML elements.
  Index find_attribute(Index i, std::string_view name) const;
  // Null when the element has no such attribute. `name` is in lower case.
  const Attribute* attribute(Index i, std::string_view name, std::uint32_t name_hash) const;
  const Attribute* attribute(Index i, std::string_view name) const {
    return attribute(i, name, hash_of(name));
  }
  std::string_view attribute_value(Index i, std::string_view name) const;

  // A <template> keeps its content apart: selectors and texts pass over it, as in a browser.
  bool is_template(Index i) const;

  // Calls fn(index) for the nodes below `top` in document order, without the content of templates.
  template <class Function>
  void each_below(Index top, Function fn) const {
    if (is_template(top)) return;
    for (Index i = top + 1; i < nodes[top].end; i = is_template(i) ? nodes[i].end : i + 1) fn(i);
  }
};

// Appends all text below `i` (or of `i`) as it stands in the page.
void append_text(const Tree& tree, Index i, std::string& out);

}  // namespace trawl::html::detail
