// What to read of a page that nobody has described: the selectors or pointers for the templates of
// `trawl-plugin new`, and the items that they give. Pure; called in a worker, for pages are hostile.
#pragma once

#include <string>
#include <string_view>
#include <trawl/html.hpp>
#include <trawl/item.hpp>
#include <trawl/json.hpp>
#include <vector>

namespace trawl::author {

struct GuessedItem {
  std::string kind, key;
  trawl::item data;
};

// The items are those that the template gives with these values: it must read them in the same way.
struct Guess {
  trawl::item values;  // of placeholders
  std::vector<GuessedItem> items;
};

// The cards of a page: the most telling class of elements that repeats and holds links; else the page itself.
Guess guess_cards(const html::document& page);

// The entries of an API's answer: its longest list of objects. Throws failure "no_guess" when there is none.
Guess guess_entries(const json::value& document);

// The text between <title> and </title>. Throws failure "no_guess" when it is not UTF-8.
Guess guess_title(std::string_view url, std::string_view body);

}  // namespace trawl::author
