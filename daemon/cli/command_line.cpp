#include "cli/command_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "cli/usage.hpp"

namespace trawl::cli {
namespace {

std::unexpected<Error> misuse(std::string message, std::string hint) {
  return refuse(Code::invalid_params, std::move(message), std::move(hint));
}

std::string first_word(std::string_view words) {
  return std::string(words.substr(0, words.find(' ')));
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

class Parser {
 public:
  Parser(const Grammar& grammar, const std::vector<std::string>& words)
      : grammar_(grammar), words_(words), usage_(parse_usage(grammar.every_verb)) {}

  Result<CommandLine> parse() {
    while (next_ < words_.size()) {
      const std::string& word = words_[next_++];
      auto taken =
          !only_arguments_ && word.size() > 1 && word.starts_with("-") ? take_flag(word) : take_word(word);
      if (!taken) return std::unexpected(taken.error());
    }
    if (line_.help || line_.version) return std::move(line_);
    if (!verb_ && !line_.topic.empty())
      return misuse(fmt::format("'{}' wants one of: {}", line_.topic, join(second_words(line_.topic), ", ")),
                    lists_verbs());
    if (!verb_)
      line_.help = true;
    else if (auto complete = check(); !complete)
      return std::unexpected(complete.error());
    return std::move(line_);
  }

 private:
  Result<> take_word(const std::string& word) {
    if (!verb_ && line_.topic.empty()) return take_first(word);
    const std::string noun = verb_ ? std::string(verb_->words) : line_.topic;
    if (line_.arguments.empty() && !second_seen_) {
      second_seen_ = true;
      const auto seconds = second_words(noun);
      if (const VerbRow* verb = grammar_.find(noun + " " + word)) return choose(verb);
      const bool takes_arguments = verb_ && !parse_usage(verb_->usage).arguments.empty();
      if (!seconds.empty() && !takes_arguments)
        return misuse(fmt::format("'{}' has no verb '{}'{}", noun, word, did_you_mean(word, seconds)),
                      fmt::format("it has: {}", join(seconds, ", ")));
    }
    line_.arguments.push_back(word);
    return {};
  }

  Result<> take_first(const std::string& word) {
    if (word == "help") {
      line_.help = true;
      return {};
    }
    if (const VerbRow* verb = grammar_.find(word)) return choose(verb);
    if (second_words(word).empty())
      return misuse(fmt::format("there is no verb '{}'{}", word, did_you_mean(word, first_words())),
                    lists_verbs());
    line_.topic = word;
    return {};
  }

  // The second words of "runs": show, cancel, watch, diff.
  std::vector<std::string> second_words(std::string_view noun) const {
    std::vector<std::string> words;
    for (const VerbRow& verb : grammar_.verbs)
      if (verb.words.starts_with(noun) && verb.words.size() > noun.size() && verb.words[noun.size()] == ' ')
        words.emplace_back(verb.words.substr(noun.size() + 1));
    return words;
  }

  std::vector<std::string> first_words() const {
    std::vector<std::string> words;
    for (const VerbRow& verb : grammar_.verbs) words.push_back(first_word(verb.words));
    return words;
  }

  std::string lists_verbs() const { return fmt::format("{} --help lists the verbs", grammar_.program); }

  Result<> choose(const VerbRow* verb) {
    verb_ = verb;
    line_.verb = verb->words;
    line_.topic.clear();
    usage_ = parse_usage(fmt::format("{} {}", verb->usage, grammar_.every_verb));
    return {};
  }

  Result<> take_flag(const std::string& word) {
    if (word == "--") {
      only_arguments_ = true;
      return {};
    }
    if (word == "--version") line_.version = true;
    if (word == "--help" || word == "-h") line_.help = true;
    if (line_.version || word == "-h" || word == "--help") return {};
    const auto equals = word.starts_with("--") ? word.find('=') : std::string::npos;
    const std::string name = word.substr(0, equals);
    const FlagRule* rule = usage_.find(name);
    if (!rule) return unknown_flag(name);
    if (line_.flags.contains(name)) return misuse(fmt::format("{} is given twice", name), lists_verbs());
    for (const FlagRule& other : usage_.flags)
      if (other.choice == rule->choice && line_.flags.contains(other.name))
        return misuse(fmt::format("{} and {} exclude each other", other.name, name), lists_verbs());
    if (rule->value.empty() && equals != std::string::npos)
      return misuse(fmt::format("{} takes no value", name), lists_verbs());
    std::string value;
    if (!rule->value.empty()) {
      if (equals == std::string::npos && next_ == words_.size())
        return misuse(fmt::format("{} wants a value: {} {}", name, name, rule->value), lists_verbs());
      value = equals == std::string::npos ? words_[next_++] : word.substr(equals + 1);
    }
    line_.flags.emplace(name, std::move(value));
    return {};
  }

  std::unexpected<Error> unknown_flag(const std::string& name) {
    std::vector<std::string> known;
    for (const FlagRule& flag : usage_.flags) known.push_back(flag.name);
    const std::string of = verb_ ? fmt::format("'{}' has no flag", verb_->words) : "there is no flag";
    return misuse(fmt::format("{} {}{}", of, name, did_you_mean(name, known)),
                  verb_ ? fmt::format("{} {} --help", grammar_.program, verb_->words)
                        : "flags of a verb come after it");
  }

  Result<> check() const {
    const std::string usage = fmt::format("usage: {} {} {}", grammar_.program, verb_->words, verb_->usage);
    if (line_.arguments.size() < usage_.least_arguments())
      return misuse(fmt::format("'{}' wants {}", verb_->words, usage_.arguments[line_.arguments.size()].name),
                    usage);
    if (line_.arguments.size() > usage_.arguments.size() && !usage_.takes_any_number())
      return misuse(
          fmt::format("'{}' does not take '{}'", verb_->words, line_.arguments[usage_.arguments.size()]),
          usage);
    return {};
  }

  const Grammar& grammar_;
  const std::vector<std::string>& words_;
  const VerbRow* verb_ = nullptr;
  std::size_t next_ = 0;
  bool only_arguments_ = false;
  bool second_seen_ = false;
  Usage usage_;
  CommandLine line_;
};

}  // namespace

const VerbRow* Grammar::find(std::string_view words) const {
  const auto verb = std::ranges::find(verbs, words, &VerbRow::words);
  return verb == verbs.end() ? nullptr : &*verb;
}

Result<CommandLine> parse_command_line(const Grammar& grammar, const std::vector<std::string>& words) {
  return Parser(grammar, words).parse();
}

std::string CommandLine::value(std::string_view flag, std::string_view otherwise) const {
  const auto found = flags.find(flag);
  return found == flags.end() ? std::string(otherwise) : found->second;
}

Result<std::int64_t> CommandLine::integer(std::string_view flag, std::int64_t otherwise, std::int64_t least,
                                          std::int64_t most) const {
  if (!has(flag)) return otherwise;
  const auto number = whole_number(value(flag));
  if (number && *number >= least && *number <= most) return *number;
  return misuse(
      fmt::format("{} wants a whole number from {} to {}, not '{}'", flag, least, most, value(flag)), "");
}

Result<Millis> CommandLine::duration(std::string_view flag, Millis otherwise) const {
  if (!has(flag)) return otherwise;
  auto parsed = parse_duration(value(flag));
  if (!parsed) parsed.error().message = fmt::format("{}: {}", flag, parsed.error().message);
  return parsed;
}

}  // namespace trawl::cli
