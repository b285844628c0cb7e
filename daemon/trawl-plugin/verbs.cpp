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
    Verb{{"run",
          "[FILE] [-c CONFIG] [--platform NAME] [--record DIR | --replay DIR] [--mode MODE] [--seed N] "
          "[--max-items N] [--trace]",
          "runs a plugin, and prints its items as JSON lines",
          "trawl-plugin run build/shop.so -c trawl.yaml --max-items 5\n"
          "trawl-plugin run build/shop.so -c trawl.yaml --record tests/list\n"
          "trawl-plugin run build/shop.so -c trawl.yaml --replay tests/list"},
         run_plugin},
    Verb{{"check",
          "FILE [-c CONFIG] [--cassette DIR] [--plugin ID] [--level N] [--include RE] [--seed N] [--duration TIME] "
          "[--only-failed] [--json]",
          "hold a plugin to the rules, each test in a sandboxed process",
          "trawl-plugin check build/shop.so -c shop.yaml --cassette fixtures/shop"},
         check_plugin},
};

constexpr std::array meanings{
    cli::FlagMeaning{"--cassette", "the recorded site, a folder"},
    cli::FlagMeaning{"--plugin", "one of the library's plugins, by its id"},
    cli::FlagMeaning{"--level", "how strict: 1 it loads, 5 fit to be published, 10 paranoid; 5 if not given"},
    cli::FlagMeaning{"--include", "only tests whose name this regular expression finds"},
    cli::FlagMeaning{"--duration", "for how long pages are changed at random, as in 30s or 5m"},
    cli::FlagMeaning{"--only-failed", "show only what is not well"},
    cli::FlagMeaning{"--json", "one JSON document, for programs"},
    cli::FlagMeaning{"-c", "the configuration, a trawl.yaml; default: trawl.yaml here"},
    cli::FlagMeaning{"--platform", "which of its platforms; needed when several fit"},
    cli::FlagMeaning{"--record", "the folder for the site's answers, without secrets (see --mode)"},
    cli::FlagMeaning{"--replay", "the folder to answer from; the network is not used"},
    cli::FlagMeaning{"--mode",
                     "once: play what is there, else record (default); none: only play (default where CI is "
                     "set); add: play what is there and record the rest; all: record anew"},
    cli::FlagMeaning{"--seed", "where everything left to chance begins, the order of replayed answers too; 1 if not given"},
    cli::FlagMeaning{"--max-items", "end after so many items"},
    cli::FlagMeaning{"--trace", "a line on stderr for each request that is answered"},
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
