// JSON-LD in pages: finding the blocks and reading them in spite of what pages do to them.
#include "ascii.hpp"
#include "lenient_json.hpp"
#include "page.hpp"

namespace trawl::html::detail {
namespace {

bool is_jsonld_block(const Tree& tree, Index i) {
  if (!tree.is_element(i, "script")) return false;
  const auto type = tree.attribute_value(i, "type");
  return equals_ignoring_case(trim(type.substr(0, type.find(';'))), "application/ld+json");
}

}  // namespace

const std::vector<json::value>& jsonld_blocks(const Page& page) {
  if (!page.jsonld) {
    page.jsonld.emplace();
    const Tree& tree = page.tree;
    tree.each_below(0, [&](Index i) {
      if (!is_jsonld_block(tree, i)) return;
      std::string text;
      append_text(tree, i, text);
      for (json::value& each : parse_lenient_json(text)) {
        const json::array* list = each.as_array();
        if (!list) page.jsonld->push_back(std::move(each));
        if (list) page.jsonld->insert(page.jsonld->end(), list->begin(), list->end());
      }
    });
  }
  return *page.jsonld;
}

}  // namespace trawl::html::detail
