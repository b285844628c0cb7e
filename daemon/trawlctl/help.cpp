#include "trawlctl/help.hpp"

#include <fmt/format.h>

#include "cli/help.hpp"
#include "trawlctl/verb.hpp"

namespace trawl::ctl {
namespace {

constexpr std::string_view exit_codes =
    "Exit codes: 0 ok, 1 other, 2 usage, 3 not found, 4 permission, 5 conflict, 6 daemon unreachable,\n"
    "7 timed out, 10 run partial, 11 run failed, 12 run cancelled or interrupted (10-12 with --wait or\n"
    "--watch), 70 protocol, 75 temporary, 78 configuration invalid, 130 interrupted by Ctrl-C.\n";

}  // namespace

std::string general_help() {
  return fmt::format(
      "Examples:\n"
      "  trawlctl demo                    see a failing run, its retry, and the difference\n"
      "  trawlctl run shop --watch        run one platform and look on\n"
      "  trawlctl retry last              retry exactly what failed in the newest run\n"
      "  trawlctl items -o ndjson         everything that was brought home\n"
      "\nUsage: trawlctl VERB [ARGUMENT...] [FLAG...]\n\nVerbs:\n{}\nFlags of every verb:\n{}\n"
      "trawlctl VERB --help tells more of a verb.\n\n{}",
      cli::verb_lines(grammar()), cli::flag_lines(grammar(), global_usage), exit_codes);
}

std::string noun_help(std::string_view noun) {
  return cli::noun_help(grammar(), noun);
}

std::string verb_help(const Verb& verb) {
  return cli::verb_help(grammar(), *grammar().find(verb.words),
                        verb.method.empty() ? "" : fmt::format("Method of the daemon: {}\n", verb.method));
}

}  // namespace trawl::ctl
