// Writes a tree the way html5lib-tests do.
#pragma once

#include <algorithm>
#include <string>

#include "sdk/html/tree.hpp"

inline std::string dump(const trawl::html::detail::Tree& tree) {
  using namespace trawl::html::detail;
  std::string out;
  const auto depth_of = [&](Index i) {
    std::size_t depth = 0;
    for (Index p = tree.at(i).parent; p != 0 && p != nowhere; p = tree.at(p).parent)
      depth += tree.is_template(p) ? 2 : 1;
    return depth;
  };
  const auto line = [&](std::size_t depth, const std::string& text) {
    out += (out.empty() ? "| " : "\n| ") + std::string(depth * 2, ' ') + text;
  };
  const auto prefix = [&](Index i) {
    return tree.at(i).space == Space::svg ? "svg " : tree.at(i).space == Space::math ? "math " : "";
  };
  for (Index i = 1; i < tree.nodes.size(); ++i) {
    const Node& node = tree.at(i);
    const std::string text(tree.view(node.text));
    const std::size_t depth = depth_of(i);
    switch (node.kind) {
      case Kind::doctype: {
        const std::string public_id(tree.view(tree.attributes[node.attributes_begin].value));
        const std::string system_id(tree.view(tree.attributes[node.attributes_begin + 1].value));
        const bool plain = public_id.empty() && system_id.empty();
        line(depth, "<!DOCTYPE " + text + (plain ? ">" : " \"" + public_id + "\" \"" + system_id + "\">"));
        break;
      }
      case Kind::text:
        line(depth, "\"" + text + "\"");
        break;
      case Kind::comment:
        line(depth, "<!-- " + text + " -->");
        break;
      case Kind::element: {
        line(depth, "<" + (prefix(i) + text) + ">");
        std::vector<std::string> attributes;
        for (Index a = node.attributes_begin; a < node.attributes_begin + node.attribute_count; ++a) {
          std::string name(tree.view(tree.attributes[a].name));
          // The suite names the namespaces of foreign attributes with a space.
          if (node.space != Space::html) {
            const bool known = name.rfind("xlink:", 0) == 0 || name == "xml:lang" || name == "xml:space" ||
                               name == "xmlns:xlink";
            if (known) name[name.find(':')] = ' ';
          }
          attributes.push_back(name + "=\"" + std::string(tree.view(tree.attributes[a].value)) + "\"");
        }
        std::sort(attributes.begin(), attributes.end());
        for (const auto& each : attributes) line(depth + 1, each);
        if (tree.is_template(i)) line(depth + 1, "content");
        break;
      }
      case Kind::document:
        break;
    }
  }
  return out;
}
