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

// Why an item is not there.
struct Problem {
  std::string code;  // "missing_field", "bad_value"
  std::string text;
};

struct Extracted {
  std::vector<Item> items;  // in document order
  std::vector<Problem> problems;
};

// The items of a page on which the fields stand: one for each match of `each`, or of the whole page
// when it was followed to. A match on which no field is found is no item.
Extracted extract_items(const Spec& spec, const html::document& page);
Extracted extract_detail(const Spec& spec, const html::document& page);

// The links of `follow` inside each match of `each`, in document order, each once.
std::vector<std::string> detail_links(const Spec& spec, const html::document& page);

// The page that `next` leads to; "" when there is none.
std::string next_link(const Spec& spec, const html::document& page);

}  // namespace trawl::html_plugin
