// trawl-plugin: the plugin author's command line. Runs plugins as trawld would, without one.
#include <fmt/format.h>

#include <csignal>
#include <exception>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "cli/help.hpp"
#include "trawl-plugin/verb.hpp"

namespace {

using namespace trawl;

std::string general_help() {
  return fmt::format(
      "Usage: trawl-plugin VERB [ARGUMENT...] [FLAG...]\n\nVerbs:\n{}\n"
      "trawl-plugin VERB --help tells more of a verb.\n",
      cli::verb_lines(author::grammar()));
}

int fail(const Error& error) {
  fmt::print(stderr, "trawl-plugin: {}\n", error.message);
  if (!error.hint.empty()) fmt::print(stderr, "  {}\n", error.hint);
  return info(error.code).exit;
}

int run(const std::vector<std::string>& words) {
  const auto line = cli::parse_command_line(author::grammar(), words);
  if (!line) return fail(line.error());
  if (line->version) {
    fmt::print("trawl-plugin {}\n", TRAWL_VERSION);
    return 0;
  }
  if (line->help) {
    const auto* verb = author::grammar().find(line->verb);
    fmt::print("{}", verb ? cli::verb_help(author::grammar(), *verb) : general_help());
    return 0;
  }
  const auto code = author::find_handler(line->verb)(*line);
  return code ? *code : fail(code.error());
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_DFL);  // `trawl-plugin run ... | head` ends quietly
  try {
    return run(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const std::exception& error) {
    fmt::print(stderr, "trawl-plugin: {}\n", error.what());
    return 1;
  }
}
