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
    Verb{{"new", "NAME [--kind KIND] [--url URL] [--dir DIR]",
          "a new plugin's folder, with a recording and tests that pass",
          "trawl-plugin new books\n"
          "trawl-plugin new books --url https://books.example/list\n"
          "trawl-plugin new prices --kind python --dir ~/plugins/prices"},
         make_new},
    Verb{{"info", "FILE [--json]", "what a plugin library says of itself and what its file needs",
          "trawl-plugin info build/shop.so"},
         show_info},
    Verb{{"docs", "FILE [--man]", "the configuration of a library's plugins as Markdown, for a README",
          "trawl-plugin docs build/shop.so >> README.md"},
         print_docs},
    Verb{{"run",
          "[FILE] [-c CONFIG] [--platform NAME] [--record DIR | --replay DIR] [--mode MODE] [--seed N] "
          "[--max-items N] [--trace]",
          "runs a plugin, and prints its items as JSON lines",
          "trawl-plugin run build/shop.so -c trawl.yaml --max-items 5\n"
          "trawl-plugin run build/shop.so -c trawl.yaml --record tests/list\n"
          "trawl-plugin run build/shop.so -c trawl.yaml --replay tests/list"},
         run_plugin},
    Verb{{"test", "[DIR...] [--library FILE] [--update | --live]",
          "replays recordings and compares the items with what is expected",
          "trawl-plugin test tests --library build/shop.so\n"
          "trawl-plugin test tests/list --update"},
         test_plugin},
    Verb{{"try", "URL_OR_FILE [--css SELECTOR | --xpath EXPRESSION | --json PATH] [--cassette DIR]",
          "what a selector finds on a page, one match a line",
          "trawl-plugin try https://books.example/ --css 'article.book h3 a::attr(href)'\n"
          "trawl-plugin try page.html --xpath '//h1'\n"
          "trawl-plugin try https://api.example/items --json '$.items[*].name'"},
         try_selector},
    Verb{{"check",
          "FILE [-c CONFIG] [--platform NAME] [--plugin ID] [--cassette DIR] [--level N] [--include RE] "
          "[--seed N] [--duration TIME] "
          "[--only-failed] [--json]",
          "hold a plugin to the rules, each test in a sandboxed process",
          "trawl-plugin check build/shop.so -c trawl.yaml --cassette tests/list"},
         check_plugin},
};

constexpr std::array meanings{
    cli::FlagMeaning{"--plugin", "one of the library's plugins, with an empty configuration"},
    cli::FlagMeaning{"--level", "how strict: 1 it loads, 5 fit to be published, 10 paranoid; 5 if not given"},
    cli::FlagMeaning{"--include", "only tests whose name this regular expression finds"},
    cli::FlagMeaning{"--duration", "for how long pages are changed at random, as in 30s or 5m"},
    cli::FlagMeaning{"--only-failed", "show only what is not well"},
    cli::FlagMeaning{"-c", "the configuration, a trawl.yaml; default: trawl.yaml here"},
    cli::FlagMeaning{"--platform", "which of its platforms; needed when several fit"},
    cli::FlagMeaning{"--record", "the folder for the site's answers, without secrets (see --mode)"},
    cli::FlagMeaning{"--replay", "the folder to answer from; the network is not used"},
    cli::FlagMeaning{"--mode",
                     "once: play what is there, else record (default); none: only play (default where CI is "
                     "set); add: play what is there and record the rest; all: record anew"},
    cli::FlagMeaning{
        "--seed",
        "where everything left to chance begins; 1 if not given. In a replay, shuffles the answers"},
    cli::FlagMeaning{"--max-items", "end after so many items"},
    cli::FlagMeaning{"--trace", "a line on stderr for each request that is answered"},
    cli::FlagMeaning{"--library",
                     "the plugin's file; default: the plugins in $TRAWL_PLUGIN_PATH and the installed ones"},
    cli::FlagMeaning{"--update", "write what comes as what is expected"},
    cli::FlagMeaning{"--live", "ask the site, and compare only the shape: number of items, fields, types"},
    cli::FlagMeaning{"--css", "a CSS selector, also with ::text and ::attr(NAME)"},
    cli::FlagMeaning{"--xpath", "an XPath 1.0 expression"},
    cli::FlagMeaning{"--json", "one JSON document, for programs; in `try` a JSON Pointer or JSONPath"},
    cli::FlagMeaning{"--cassette", "a recorded site, a folder; `try` adds the pages that it fetches"},
    cli::FlagMeaning{"--kind",
                     "html (default), api and feed in C++; c, rust and python; with --url, what the page is"},
    cli::FlagMeaning{"--url",
                     "a page of the site: it becomes the recording, and a guess at what to read of it"},
    cli::FlagMeaning{"--dir", "the folder to make; default: NAME, here"},
    cli::FlagMeaning{"--man", "for a manual page, in the notation of scdoc"},
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
