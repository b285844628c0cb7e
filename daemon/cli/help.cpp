#include "cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/usage.hpp"

namespace trawl::cli {
namespace {

std::string example_lines(std::string_view examples) {
  std::string lines;
  while (!examples.empty()) {
    const auto end = examples.find('\n');
    lines += fmt::format("  {}\n", examples.substr(0, end));
    examples.remove_prefix(end == std::string_view::npos ? examples.size() : end + 1);
  }
  return lines;
}

}  // namespace

std::string verb_lines(const Grammar& grammar, std::string_view noun) {
  std::string lines;
  for (const VerbRow& verb : grammar.verbs)
    if (noun.empty() || verb.words == noun || verb.words.starts_with(std::string(noun) + " "))
      lines += fmt::format("  {:<18} {}\n", verb.words, verb.summary);
  return lines;
}

std::string flag_lines(const Grammar& grammar, std::string_view line) {
  const Usage usage = parse_usage(line);
  std::string lines;
  for (const FlagMeaning& meaning : grammar.flags)
    if (const FlagRule* rule = usage.find(meaning.flag))
      lines += fmt::format("  {:<26} {}\n", rule->value.empty() ? rule->name : rule->name + " " + rule->value,
                           meaning.meaning);
  return lines;
}

std::string noun_help(const Grammar& grammar, std::string_view noun) {
  return fmt::format("Verbs of {}:\n{}", noun, verb_lines(grammar, noun));
}

std::string verb_help(const Grammar& grammar, const VerbRow& verb, std::string_view more) {
  const std::string own = flag_lines(grammar, verb.usage);
  const bool has_verbs = std::ranges::any_of(grammar.verbs, [&](const VerbRow& other) {
    return other.words.starts_with(std::string(verb.words) + " ");
  });
  return fmt::format("Examples:\n{}\nUsage: {} {}{}{}\n  {}.\n{}{}{}{}\nFlags of every verb:\n{}",
                     example_lines(verb.examples), grammar.program, verb.words, verb.usage.empty() ? "" : " ",
                     verb.usage, verb.summary, own.empty() ? "" : "\nFlags:\n" + own,
                     has_verbs ? "\n" + noun_help(grammar, verb.words) : "", more.empty() ? "" : "\n", more,
                     flag_lines(grammar, grammar.every_verb));
}

}  // namespace trawl::cli
