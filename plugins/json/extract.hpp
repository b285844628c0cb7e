// From a document to items. Pure: no fetching, no plugin interface. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "answer.hpp"
#include "spec.hpp"

namespace trawl::json_plugin {

struct Item {
  std::string key;
  std::string json;  // one object
};

struct Extracted {
  std::size_t found = 0;    // values that stand where items are expected
  std::vector<Item> items;  // in their order
  std::vector<Problem> problems;
};

// What a document gives that came from `url`. What is wrong with several items alike is one problem. Paths
// that cost too much throw json::limit_error.
Extracted extract_items(const Spec& spec, const json::value& document, const std::string& url);

}  // namespace trawl::json_plugin
