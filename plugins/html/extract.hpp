// From a page to items. Pure: no fetching, no plugin interface. Any thread, one page at a time.
#pragma once

#include <string>
#include <string_view>
#include <trawl/html.hpp>
#include <unordered_map>
#include <vector>

#include "spec.hpp"

namespace trawl::html_plugin {

struct Item {
  std::string key;
  std::string json;  // one object with every field, in the order of the configuration; null when missing
};

// Why an item is not there, or as a warning, why a page gives none.
struct Problem {
  std::string code;  // "missing_field"; "empty_result" of a warning
  std::string text;  // names what finds nothing, the page, and the nearest part that does match
  bool is_warning = false;
};

struct Extracted {
  std::vector<Item> items;  // in document order
  std::vector<Problem> problems;
};

// The items of a page on which the fields stand: one for each match of `each`, or of the whole page
// when it was followed to. A match on which no field is found is no item. A page with neither items nor
// other problems gives the warning "empty_result".
Extracted extract_items(const Spec& spec, const html::document& page);
Extracted extract_detail(const Spec& spec, const html::document& page);

// The links of `follow` inside each match of `each`, in document order, each once.
std::vector<std::string> detail_links(const Spec& spec, const html::document& page);

// The warning "empty_result" for a page without such links.
Problem why_no_links(const Spec& spec, const html::document& page);

// The page that `next` leads to; "" when there is none.
std::string next_link(const Spec& spec, const html::document& page);

}  // namespace trawl::html_plugin
