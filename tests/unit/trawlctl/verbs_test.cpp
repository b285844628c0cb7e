// The table of verbs against itself, the help and the man page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "cli/command_line.hpp"
#include "cli/usage.hpp"
#include "trawlctl/help.hpp"
#include "trawlctl/verb.hpp"

namespace trawl::ctl {
namespace {

using testing::HasSubstr;

TEST(Verbs, EveryFlagHasAMeaning) {
  for (const Verb& verb : verbs())
    for (const cli::FlagRule& flag :
         cli::parse_usage(std::string(verb.usage) + " " + std::string(global_usage)).flags)
      EXPECT_TRUE(std::ranges::any_of(grammar().flags,
                                      [&](const cli::FlagMeaning& m) { return m.flag == flag.name; }))
          << verb.words << " " << flag.name;
}

TEST(Verbs, NamesAreUnique) {
  std::set<std::string_view> seen;
  for (const Verb& verb : verbs()) EXPECT_TRUE(seen.insert(verb.words).second) << verb.words;
}

// Splits as a shell does, as far as the examples need it: blanks, single quotes, and what is redirected.
std::vector<std::string> shell_words(const std::string& command) {
  std::vector<std::string> words(1);
  bool quoted = false;
  for (const char c : command) {
    if (c == '>') break;
    if (c == '\'')
      quoted = !quoted;
    else if (c == ' ' && !quoted && !words.back().empty())
      words.emplace_back();
    else if (c != ' ' || quoted)
      words.back() += c;
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

TEST(Verbs, EveryExampleIsACommandOfItsVerb) {
  for (const Verb& verb : verbs()) {
    std::istringstream lines{std::string(verb.examples)};
    for (std::string example; std::getline(lines, example);) {
      auto words = shell_words(example);
      ASSERT_EQ(words.front(), "trawlctl") << example;
      words.erase(words.begin());
      const auto line = cli::parse_command_line(grammar(), words);
      ASSERT_TRUE(line) << example << ": " << line.error().message;
      EXPECT_EQ(line->verb, verb.words) << example;
    }
  }
}

TEST(Help, LeadsWithExamples) {
  EXPECT_TRUE(general_help().starts_with("Examples:\n"));
  for (const Verb& verb : verbs()) EXPECT_TRUE(verb_help(verb).starts_with("Examples:\n")) << verb.words;
}

TEST(ManPage, NamesEveryVerbAndFlag) {
  std::ifstream file(TRAWL_SOURCE_DIR "/daemon/docs/trawlctl.1.scd");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  for (const Verb& verb : verbs()) EXPECT_THAT(page, HasSubstr("*" + std::string(verb.words) + "*"));
  for (const cli::FlagMeaning& flag : grammar().flags)
    EXPECT_THAT(page, HasSubstr("*" + std::string(flag.flag) + "*"));
}

}  // namespace
}  // namespace trawl::ctl
