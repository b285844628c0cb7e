// Text with a space between its lines and blocks.
#include "block_text.hpp"

#include <algorithm>
#include <trawl/text.hpp>
#include <vector>

namespace trawl::html::detail {
namespace {

bool breaks_line(std::string_view name) {
  static constexpr std::string_view names[] = {
      "address", "article", "aside",      "blockquote", "br",   "caption", "dd", "details", "div", "dl",
      "dt",      "figure",  "figcaption", "footer",     "form", "h1",      "h2", "h3",      "h4",  "h5",
      "h6",      "header",  "hr",         "li",         "main", "nav",     "ol", "option",  "p",   "pre",
      "section", "summary", "table",      "tbody",      "td",   "tfoot",   "th", "thead",   "tr",  "ul"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

}  // namespace

std::string block_text(const Tree& tree, Index top) {
  std::string out;
  std::vector<Index> open;  // the ends of the blocks that are being read, the innermost last
  const Index end = tree.is_template(top) ? top : tree.at(top).end;
  for (Index i = top; i < end;) {
    for (; !open.empty() && open.back() <= i; open.pop_back()) out += ' ';
    const Node& node = tree.at(i);
    if (node.kind == Kind::text) out += tree.view(node.text);
    const bool is_element = node.kind == Kind::element;
    const bool is_hidden =
        is_element && (tree.is_element(i, "script") || tree.is_element(i, "style") || tree.is_template(i));
    if (is_element && i != top && breaks_line(tree.name(i))) {
      out += ' ';
      open.push_back(node.end);
    }
    i = is_hidden && i != top ? node.end : i + 1;
  }
  return normalise(out);
}

}  // namespace trawl::html::detail
