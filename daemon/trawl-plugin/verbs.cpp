// The table of verbs.
#include <algorithm>
#include <array>

#include "trawl-plugin/handlers.hpp"

namespace trawl::author {
namespace {

struct Verb {
  cli::VerbRow row;
  Handler handler;
};

constexpr std::array table{
    Verb{{"info", "FILE [--json]", "what a plugin library says of itself", "trawl-plugin info build/shop.so"},
         show_info},
};

constexpr std::array meanings{
    cli::FlagMeaning{"--json", "one JSON document, for programs"},
    cli::FlagMeaning{"--help", "this text"},
};

}  // namespace

const cli::Grammar& grammar() {
  static const cli::Grammar made = [] {
    cli::Grammar grammar{"trawl-plugin", "[--help]", {}, {meanings.begin(), meanings.end()}};
    for (const Verb& verb : table) grammar.verbs.push_back(verb.row);
    return grammar;
  }();
  return made;
}

Handler find_handler(std::string_view verb) {
  const auto found = std::ranges::find(table, verb, [](const Verb& each) { return each.row.words; });
  return found == table.end() ? nullptr : found->handler;
}

}  // namespace trawl::author
