// Any bytes are a robots.txt. The short form of tests/fuzz/robots_fuzz.cpp.
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

#include "robots/location.hpp"
#include "robots/pattern.hpp"
#include "robots/rules.hpp"

namespace trawl::robots {
namespace {

std::string random_file(std::mt19937& random) {
  constexpr std::array<std::string_view, 24> pieces{
      "User-agent", "disallow", "Allow", "Sitemap", "crawl-delay", ":", " ",       "\n",
      "\r",         "\r\n",     "#",     "*",       "$",           "/", "/index.", "%c3",
      "\xEF\xBB",   "a",        "\t",    "trawl",   "7",           "-", "/ab",     "htm"};
  std::string text;
  for (int i = 0; i < 200; ++i) {
    const auto pick = random() % (pieces.size() + 2);
    if (pick < pieces.size())
      text += pieces[pick];
    else
      text += static_cast<char>(random());
  }
  return text;
}

// One character after the other, every way that is left open: slow and obvious.
bool obviously_matches(std::string_view pattern, std::string_view path) {
  if (pattern.empty()) return true;
  if (pattern == "$") return path.empty();
  if (pattern.front() == '*') {
    if (obviously_matches(pattern.substr(1), path)) return true;
    return !path.empty() && obviously_matches(pattern, path.substr(1));
  }
  return !path.empty() && path.front() == pattern.front() &&
         obviously_matches(pattern.substr(1), path.substr(1));
}

TEST(RobotsAnyBytes, AreParsedAndTheVerdictIsStable) {
  std::mt19937 random(20261123);
  for (int i = 0; i < 3'000; ++i) {
    const std::string text = random_file(random);
    const Rules rules = Rules::parse(text);
    const std::string path = "/" + random_file(random).substr(0, 40);
    for (const std::string_view agent : {"trawl", "", "*"}) {
      const Verdict verdict = rules.decide(agent, path);
      const Rules copy = Rules::parse(text);
      const Verdict again = copy.decide(agent, path);
      ASSERT_EQ(verdict.allowed, again.allowed);
      ASSERT_EQ(verdict.line, again.line);
      ASSERT_TRUE(verdict.line || verdict.allowed);
      ASSERT_NE(text.find(verdict.rule), std::string::npos);
      (void)rules.crawl_delay(agent);
    }
  }
}

TEST(RobotsAnyBytes, MatchAsTheObviousMatcherSays) {
  std::mt19937 random(9309);
  const auto word = [&](std::string_view letters) {
    std::string text;
    for (auto size = random() % 9; size > 0; --size) text += letters[random() % letters.size()];
    return text;
  };
  for (int i = 0; i < 100'000; ++i) {
    const std::string pattern = word("ab/*$*"), path = word("ab/$");
    ASSERT_EQ(matches(pattern, path), obviously_matches(pattern, path)) << pattern << " " << path;
  }
}

}  // namespace
}  // namespace trawl::robots
