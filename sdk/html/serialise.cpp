// Writes a subtree as HTML, by the serialisation rules of the HTML standard.
#include <algorithm>
#include <iterator>

#include "page.hpp"

namespace trawl::html::detail {
namespace {

constexpr std::string_view void_names[] = {"area",  "base", "br",   "col",   "embed",  "hr",    "img",
                                           "input", "link", "meta", "param", "source", "track", "wbr"};
constexpr std::string_view raw_names[] = {"style",   "script",   "xmp",      "iframe",
                                          "noembed", "noframes", "plaintext"};

template <class List>
bool is_one_of(const Tree& tree, Index i, const List& names) {
  return tree.is_element(i) && tree.at(i).space == Space::html &&
         std::find(std::begin(names), std::end(names), tree.name(i)) != std::end(names);
}

void escape(std::string_view text, bool in_attribute, std::string& out) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '&') {
      out += "&amp;";
    } else if (text.substr(at, 2) == "\xC2\xA0") {
      out += "&nbsp;";
      ++at;
    } else if (in_attribute && c == '"') {
      out += "&quot;";
    } else if (!in_attribute && (c == '<' || c == '>')) {
      out += c == '<' ? "&lt;" : "&gt;";
    } else {
      out += c;
    }
  }
}

void open(const Tree& tree, Index i, std::string& out) {
  const Node& node = tree.at(i);
  const auto text = tree.view(node.text);
  switch (node.kind) {
    case Kind::document:
      break;
    case Kind::doctype:
      out.append("<!DOCTYPE ").append(text).append(">");
      break;
    case Kind::comment:
      out.append("<!--").append(text).append("-->");
      break;
    case Kind::text:
      if (node.parent != nowhere && is_one_of(tree, node.parent, raw_names)) {
        out += text;
      } else {
        escape(text, false, out);
      }
      break;
    case Kind::element:
      out.append("<").append(text);
      for (Index a = node.attributes_begin; a < node.attributes_begin + node.attribute_count; ++a) {
        out.append(" ").append(tree.view(tree.attributes[a].name)).append("=\"");
        escape(tree.view(tree.attributes[a].value), true, out);
        out += '"';
      }
      out += '>';
      break;
  }
}

void close(const Tree& tree, Index i, std::string& out) {
  if (tree.is_element(i) && !is_one_of(tree, i, void_names))
    out.append("</").append(tree.name(i)).append(">");
}

}  // namespace

std::string serialise(const Tree& tree, Index top) {
  std::string out;
  std::vector<Index> open_nodes;
  for (Index i = top; i < tree.at(top).end; ++i) {
    while (!open_nodes.empty() && tree.at(open_nodes.back()).end <= i) {
      close(tree, open_nodes.back(), out);
      open_nodes.pop_back();
    }
    open(tree, i, out);
    open_nodes.push_back(i);
  }
  for (; !open_nodes.empty(); open_nodes.pop_back()) close(tree, open_nodes.back(), out);
  return out;
}

}  // namespace trawl::html::detail
