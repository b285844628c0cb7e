#include "trawlctl/help.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "trawlctl/usage.hpp"

namespace trawl::ctl {
namespace {

constexpr std::string_view exit_codes =
    "Exit codes: 0 ok, 1 other, 2 usage, 3 not found, 4 permission, 5 conflict, 6 daemon unreachable,\n"
    "7 timed out, 10 run partial, 11 run failed, 12 run cancelled or interrupted (10-12 with --wait or\n"
    "--watch), 70 protocol, 75 temporary, 78 configuration invalid, 130 interrupted by Ctrl-C.\n";

std::string verb_lines(std::string_view noun) {
  std::string lines;
  for (const Verb& verb : verbs())
    if (noun.empty() || verb.words == noun || verb.words.starts_with(std::string(noun) + " "))
      lines += fmt::format("  {:<18} {}\n", verb.words, verb.summary);
  return lines;
}

std::string example_lines(std::string_view examples) {
  std::string lines;
  while (!examples.empty()) {
    const auto end = examples.find('\n');
    lines += fmt::format("  {}\n", examples.substr(0, end));
    examples.remove_prefix(end == std::string_view::npos ? examples.size() : end + 1);
  }
  return lines;
}

std::string flag_lines(const Usage& usage) {
  std::string lines;
  for (const FlagMeaning& meaning : flag_meanings())
    if (const FlagRule* rule = usage.find(meaning.flag))
      lines += fmt::format("  {:<26} {}\n", rule->value.empty() ? rule->name : rule->name + " " + rule->value,
                           meaning.meaning);
  return lines;
}

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
      verb_lines({}), flag_lines(parse_usage(global_usage)), exit_codes);
}

std::string noun_help(std::string_view noun) {
  return fmt::format("Verbs of {}:\n{}", noun, verb_lines(noun));
}

std::string verb_help(const Verb& verb) {
  const std::string own = flag_lines(parse_usage(verb.usage));
  const bool has_verbs = std::ranges::any_of(
      verbs(), [&](const Verb& other) { return other.words.starts_with(std::string(verb.words) + " "); });
  return fmt::format("Examples:\n{}\nUsage: trawlctl {}{}{}\n  {}.\n{}{}{}\nFlags of every verb:\n{}",
                     example_lines(verb.examples), verb.words, verb.usage.empty() ? "" : " ", verb.usage,
                     verb.summary, own.empty() ? "" : "\nFlags:\n" + own,
                     has_verbs ? "\n" + noun_help(verb.words) : "",
                     verb.method.empty() ? "" : fmt::format("\nMethod of the daemon: {}\n", verb.method),
                     flag_lines(parse_usage(global_usage)));
}

}  // namespace trawl::ctl
