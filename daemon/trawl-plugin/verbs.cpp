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
    Verb{{"check",
          "FILE [-c CONFIG] [--cassette DIR] [--plugin ID] [--level N] [--include RE] [--seed N] [--duration TIME] "
          "[--only-failed] [--json]",
          "hold a plugin to the rules, each test in a sandboxed process",
          "trawl-plugin check build/shop.so -c shop.yaml --cassette fixtures/shop"},
         check_plugin},
};

constexpr std::array meanings{
    cli::FlagMeaning{"-c", "the plugin's configuration, YAML or JSON"},
    cli::FlagMeaning{"--cassette", "the recorded site, a folder"},
    cli::FlagMeaning{"--plugin", "one of the library's plugins, by its id"},
    cli::FlagMeaning{"--level", "how strict: 1 it loads, 5 fit to be published, 10 paranoid; 5 if not given"},
    cli::FlagMeaning{"--include", "only tests whose name this regular expression finds"},
    cli::FlagMeaning{"--seed", "where everything left to chance begins; 1 if not given"},
    cli::FlagMeaning{"--duration", "for how long pages are changed at random, as in 30s or 5m"},
    cli::FlagMeaning{"--only-failed", "show only what is not well"},
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
