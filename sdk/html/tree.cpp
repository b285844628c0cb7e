// Steps from node to node, and attribute look-up.
#include "tree.hpp"

#include "ascii.hpp"

namespace trawl::html::detail {

bool Tree::is_element(Index i, std::string_view html_name) const {
  const Node& node = nodes[i];
  return node.kind == Kind::element && node.space == Space::html && view(node.text) == html_name;
}

Index Tree::next_sibling(Index i) const {
  const Node& node = nodes[i];
  return node.parent != nowhere && node.end < nodes[node.parent].end ? node.end : nowhere;
}

Index Tree::previous_element(Index i) const {
  do {
    i = nodes[i].previous;
  } while (i != nowhere && !is_element(i));
  return i;
}

Index Tree::next_element(Index i) const {
  do {
    i = next_sibling(i);
  } while (i != nowhere && !is_element(i));
  return i;
}

Index Tree::parent_element(Index i) const {
  const Index parent = nodes[i].parent;
  return parent != nowhere && is_element(parent) ? parent : nowhere;
}

Index Tree::root() const {
  for (Index i = first_child(0); i != nowhere; i = next_sibling(i)) {
    if (is_element(i)) return i;
  }
  return nowhere;
}

const Attribute* Tree::attribute(Index i, std::string_view name, std::uint32_t name_hash) const {
  const Node& node = nodes[i];
  const Attribute* first = attributes.data() + node.attributes_begin;
  for (const Attribute* each = first; each != first + node.attribute_count; ++each) {
    if (each->name_hash == name_hash && view(each->name) == name) return each;
  }
  return nullptr;
}

Index Tree::find_attribute(Index i, std::string_view name) const {
  const Node& node = nodes[i];
  for (Index at = node.attributes_begin; at < node.attributes_begin + node.attribute_count; ++at) {
    if (equals_ignoring_case(view(attributes[at].name), name)) return at;
  }
  return nowhere;
}

std::string_view Tree::attribute_value(Index i, std::string_view name) const {
  const Attribute* found = attribute(i, name);
  return found ? view(found->value) : std::string_view();
}

bool Tree::is_template(Index i) const {
  static constexpr auto hash = hash_of("template");
  return nodes[i].name_hash == hash && is_element(i, "template");
}

void append_text(const Tree& tree, Index i, std::string& out) {
  if (tree.at(i).kind == Kind::text) out += tree.view(tree.at(i).text);
  tree.each_below(i, [&](Index below) {
    if (tree.at(below).kind == Kind::text) out += tree.view(tree.at(below).text);
  });
}

}  // namespace trawl::html::detail
