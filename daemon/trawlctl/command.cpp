#include "trawlctl/command.hpp"

#include <fmt/format.h>
#include <poll.h>

#include "cli/command_line.hpp"
#include "trawlctl/help.hpp"
#include "trawlctl/session.hpp"

namespace trawl::ctl {
namespace {

constexpr int interrupted_by_signal = 130;

int print_help(const cli::CommandLine& line, const Printer& out) {
  out.text(!line.verb.empty()   ? verb_help(*find_verb(line.verb))
           : line.topic.empty() ? general_help()
                                : noun_help(line.topic));
  return 0;
}

bool was_interrupted(int interrupt) {
  pollfd watched{interrupt, POLLIN, 0};
  return interrupt >= 0 && poll(&watched, 1, 0) > 0;
}

int exit_code(const Error& error, int interrupt) {
  if (error.code == Code::cancelled && was_interrupted(interrupt)) return interrupted_by_signal;
  return info(error.code).exit;
}

}  // namespace

int run_command(const std::vector<std::string>& words, int interrupt) {
  auto line = cli::parse_command_line(grammar(), words);
  const auto format = line ? parse_format(line->value("-o", "table")) : Result<Format>(Format::table);
  const Printer out(format.value_or(Format::table));
  if (!line || !format) {
    const Error& error = line ? format.error() : line.error();
    out.error(error);
    return info(error.code).exit;
  }
  if (line->version) {
    out.line("trawlctl " TRAWL_VERSION);
    return 0;
  }
  if (line->help) return print_help(*line, out);
  Session session(std::move(*line), out, interrupt);
  const auto code = find_verb(session.line().verb)->handler(session);
  if (code) return *code;
  out.error(code.error());
  return exit_code(code.error(), interrupt);
}

}  // namespace trawl::ctl
