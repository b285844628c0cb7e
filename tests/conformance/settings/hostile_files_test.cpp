// Texts made to hurt: large, deep, repetitive. Each gets an answer, and soon; the bound is generous and
// only tells seconds from minutes.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "settings/load.hpp"
#include "settings/tree.hpp"

namespace trawl::settings {
namespace {

constexpr std::chrono::seconds bound(20);  // unoptimised, sanitized builds included

std::string filled(std::string_view head, std::string_view part, std::string_view tail = {}) {
  std::string text(head);
  while (text.size() + part.size() + tail.size() <= max_file_bytes) text += part;
  return text.append(tail);
}

struct Hostile {
  const char* name;
  std::string text;
};

std::vector<Hostile> hostile_texts() {
  std::string platforms = "platforms:\n", names = "schedules: {s: {every: 1h, platforms: [";
  for (int i = 0; platforms.size() < max_file_bytes / 5; ++i)
    platforms += fmt::format("  p{}: {{plugin: x}}\n", i);
  for (int i = 0; names.size() < max_file_bytes / 4; ++i) names += fmt::format("q{},", i);
  return {
      {"ten thousand lists", std::string(10'000, '[')},
      {"a mebibyte of lists", filled("", "[")},
      {"a mebibyte of maps", filled("", "{")},
      {"maps in maps", filled("", "{a: ")},
      {"dashes", filled("", "- ")},
      {"question marks", filled("", "? ")},
      {"one long scalar", filled("state_dir: ", "x")},
      {"one long quoted scalar", filled("state_dir: \"", "\\n", "\"")},
      {"a quotation mark that stays open", filled("state_dir: \"", "x")},
      {"many quotation marks", filled("", "\"")},
      {"many small quoted values", filled("state_dir: [", "'',", "]")},
      {"a long list", filled("state_dir: [", "a,", "]")},
      {"a long list of empty lists", filled("plugins: {path: [", "[],", "]}")},
      {"many keys", filled("", "a: 1\n")},
      {"many empty keys", filled("", "a:\n")},
      {"many anchors", filled("state_dir: [&a x,", "*a,", "]")},
      {"many documents", filled("", "---\n")},
      {"many directives", filled("", "%Y\n")},
      {"comments", filled("", "#")},
      {"blanks", filled("", " ")},
      {"newlines", filled("", "\n")},
      {"lines of one scalar", filled("state_dir: |\n", " x\n")},
      {"many platforms and unknown names", platforms + names + "]}}\n"},
      {"many expressions", filled("platforms: {a: {plugin: x}}\nschedules: {s: {platforms: all, cron: [",
                                  "'0 0 31 2 *',", "]}}")},
  };
}

TEST(HostileFiles, AreRefusedSoon) {
  for (const Hostile& hostile : hostile_texts()) {
    ASSERT_LE(hostile.text.size(), max_file_bytes) << hostile.name;
    const auto start = std::chrono::steady_clock::now();
    const LoadResult result = load_text("t.yaml", hostile.text);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    EXPECT_FALSE(result.settings) << hostile.name;
    ASSERT_FALSE(result.faults.empty()) << hostile.name;
    EXPECT_LE(result.faults.size(), Faults::most_shown + 1) << hostile.name;
    EXPECT_LT(taken, bound) << hostile.name;
    fmt::print("{:>6.3f} s  {:<36} {}\n", taken.count(), hostile.name,
               to_string(result.faults[0]).substr(0, 100));
  }
}

}  // namespace
}  // namespace trawl::settings
