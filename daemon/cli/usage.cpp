#include "cli/usage.hpp"

#include <algorithm>

namespace trawl::cli {
namespace {

// Brackets and bars are words of their own: "[--wait|--watch]" has five.
std::vector<std::string> split(std::string_view line) {
  std::vector<std::string> words(1);
  for (const char c : line) {
    const bool mark = c == '[' || c == ']' || c == '|';
    if ((mark || c == ' ') && !words.back().empty()) words.emplace_back();
    if (mark) words.back() = c, words.emplace_back();
    if (!mark && c != ' ') words.back() += c;
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

bool is_mark(const std::string& word) {
  return word == "[" || word == "]" || word == "|";
}

}  // namespace

Usage parse_usage(std::string_view line) {
  Usage usage;
  const auto words = split(line);
  bool optional = false;
  int bracket = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string word = words[i];
    if (word == "[") optional = true, ++bracket;
    if (word == "]") optional = false;
    if (is_mark(word)) continue;
    if (word.starts_with("-")) {
      FlagRule flag{.name = word, .choice = bracket};
      if (i + 1 < words.size() && !is_mark(words[i + 1])) flag.value = words[++i];
      usage.flags.push_back(std::move(flag));
      continue;
    }
    const bool repeated = word.ends_with("...");
    if (repeated) word.resize(word.size() - 3);
    usage.arguments.push_back({word, !optional, repeated});
  }
  return usage;
}

const FlagRule* Usage::find(std::string_view flag) const {
  const auto rule = std::ranges::find(flags, flag, &FlagRule::name);
  return rule == flags.end() ? nullptr : &*rule;
}

std::size_t Usage::least_arguments() const {
  return static_cast<std::size_t>(std::ranges::count(arguments, true, &ArgumentRule::required));
}

bool Usage::takes_any_number() const {
  return std::ranges::any_of(arguments, &ArgumentRule::repeated);
}

}  // namespace trawl::cli
