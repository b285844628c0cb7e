#include "robots/rules.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <string>

namespace trawl::robots {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

// "denied by 3 Disallow: /b", "allowed by 2 Allow: /a", "allowed" when no line speaks.
std::string decide(const Rules& rules, std::string_view agent, std::string_view url) {
  const Verdict verdict = rules.decide(agent, url);
  const std::string word = verdict.allowed ? "allowed" : "denied";
  return verdict.line ? word + " by " + std::to_string(verdict.line) + " " + std::string(verdict.rule) : word;
}
std::string decide(std::string_view text, std::string_view agent, std::string_view url) {
  return decide(Rules::parse(text), agent, url);
}

TEST(RobotsRules, WithoutRulesEverythingIsAllowed) {
  EXPECT_EQ(decide(Rules(), "trawl", "/a"), "allowed");
  EXPECT_EQ(decide("", "trawl", "/a"), "allowed");
  EXPECT_EQ(decide("Disallow: /\n", "trawl", "/a"), "allowed");  // of no group
}

TEST(RobotsRules, TheDecidingLineIsQuotedAsWritten) {
  EXPECT_EQ(decide("# hello\nUSER-AGENT: *\n  disallow :/priv%c3 # keep out\n", "trawl", "/priv%C3/x"),
            "denied by 3 disallow :/priv%c3");
}

TEST(RobotsRules, TheLongestPatternWinsAndAllowWinsATie) {
  constexpr auto text = "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /x\nAllow: /x\n";
  EXPECT_EQ(decide(text, "trawl", "/a/c"), "denied by 2 Disallow: /a");
  EXPECT_EQ(decide(text, "trawl", "/a/b/c"), "allowed by 3 Allow: /a/b");
  EXPECT_EQ(decide(text, "trawl", "/x"), "allowed by 5 Allow: /x");
}

TEST(RobotsRules, TheAgentsOwnGroupsReplaceEveryones) {
  constexpr auto text =
      "User-agent: *\nDisallow: /all\n"
      "User-agent: Trawl/2.0\nUser-agent: other\nDisallow: /own\n"
      "User-agent: trawl\nDisallow: /more\n";
  EXPECT_EQ(decide(text, "TRAWL", "/all"), "allowed");
  EXPECT_EQ(decide(text, "trawl", "/own"), "denied by 5 Disallow: /own");
  EXPECT_EQ(decide(text, "trawl", "/more"), "denied by 7 Disallow: /more");
  EXPECT_EQ(decide(text, "other", "/more"), "allowed");
  EXPECT_EQ(decide(text, "trawler", "/all"), "denied by 2 Disallow: /all");
}

TEST(RobotsRules, AnEmptyDisallowAllows) {
  EXPECT_EQ(decide("User-agent: *\nDisallow: /\nUser-agent: trawl\nDisallow:\n", "trawl", "/"),
            "allowed by 4 Disallow:");
}

TEST(RobotsRules, UnknownLinesAndSitemapsDoNotEndAGroup) {
  EXPECT_EQ(decide("User-agent: a\nSitemap: /s\nNoindex: /n\nUser-agent: b\nDisallow: /\n", "a", "/"),
            "denied by 5 Disallow: /");
}

TEST(RobotsRules, CommonTyposAreUnderstood) {
  for (const std::string key : {"Dissallow", "dissalow", "disalow", "diasllow", "disallaw"})
    EXPECT_EQ(decide("useragent *\n" + key + " /\n", "trawl", "/"), "denied by 2 " + key + " /");
  EXPECT_EQ(decide("User agent: * and friends\nDisallowed: /\n", "trawl", "/"), "denied by 2 Disallowed: /");
}

TEST(RobotsRules, AnAllowedIndexPageAllowsItsFolder) {
  constexpr auto text = "User-agent: *\nDisallow: /\nAllow: /shop/index.html\n";
  EXPECT_EQ(decide(text, "trawl", "/shop/"), "allowed by 3 Allow: /shop/index.html");
  EXPECT_EQ(decide(text, "trawl", "/shop/x"), "denied by 2 Disallow: /");
}

TEST(RobotsRules, CrawlDelaysAreTheGroups) {
  const Rules rules = Rules::parse(
      "User-agent: slow\nCrawl-delay: 2.5\nUser-agent: b\nDisallow: /\n"
      "User-agent: *\nCrawl-delay: 7\nCrawl-delay: 9\n");
  EXPECT_EQ(rules.crawl_delay("slow"), 2500ms);
  EXPECT_EQ(rules.crawl_delay("b"), std::nullopt);
  EXPECT_EQ(rules.crawl_delay("trawl"), 7s);
}

TEST(RobotsRules, CrawlDelaysThatAreNoSecondsAreIgnored) {
  for (const std::string value : {"", "-1", "soon", "1 s", "nan", "inf", "1e999"})
    EXPECT_EQ(Rules::parse("User-agent: *\nCrawl-delay: " + value).crawl_delay("a"), std::nullopt) << value;
  EXPECT_EQ(Rules::parse("User-agent: *\nCrawl-delay: 1e300").crawl_delay("a"), 24h);
}

TEST(RobotsRules, SitemapsAreForEverybody) {
  const Rules rules = Rules::parse(
      "Sitemap: https://x.example/1.xml\nUser-agent: a\nDisallow: /\nsite-map:/2.xml # second\n");
  EXPECT_THAT(rules.sitemaps(), ElementsAre("https://x.example/1.xml", "/2.xml"));
}

// A hostile site may write tens of thousands of wildcards and link to paths of 64 KiB.
TEST(RobotsRules, TheCostOfADecisionIsBounded) {
  std::string text = "User-agent: *\n";
  while (text.size() < (500 << 10) - 20) text += "Disallow: *ab\nAllow: *cd\n";
  const Rules rules = Rules::parse(text);
  const std::string path = "/" + std::string(60'000, 'x');
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_FALSE(rules.decide("trawl", path).allowed);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
  EXPECT_TRUE(rules.decide("trawl", "/short").allowed);
}

}  // namespace
}  // namespace trawl::robots
