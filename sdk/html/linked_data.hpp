// Nodes with an @type, as JSON-LD writes them and as microdata is turned into. Internal to trawl-sdk::html.
#pragma once

#include <string>
#include <string_view>
#include <trawl/json.hpp>
#include <vector>

namespace trawl::html::detail {

// The first node of that type: those on top, in lists and in @graph before those that hang below others. Null
// when there is none.
const json::value* find_node(const std::vector<json::value>& nodes, std::string_view type);

// The texts that "Type/key/key" leads to; on the way, lists stand for each of their items.
std::vector<std::string> texts_at(const std::vector<json::value>& nodes, std::string_view path);

}  // namespace trawl::html::detail
