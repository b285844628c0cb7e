#include "robots/pattern.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace trawl::robots {
namespace {

TEST(RobotsPattern, MatchesFromTheBeginning) {
  EXPECT_TRUE(matches("/fish", "/fish.html"));
  EXPECT_TRUE(matches("", "/"));
  EXPECT_FALSE(matches("/fish", "/cat/fish"));
  EXPECT_FALSE(matches("/fish/", "/fish"));
}

TEST(RobotsPattern, AStarStandsForAnyCharacters) {
  EXPECT_TRUE(matches("/*.php", "/a/b.php?x"));
  EXPECT_TRUE(matches("*.php", "/a.php"));
  EXPECT_TRUE(matches("/a*b*c", "/a--b--bc"));
  EXPECT_FALSE(matches("/a*b*c", "/a--c--b"));
  EXPECT_TRUE(matches("/a**", "/a"));
}

TEST(RobotsPattern, ADollarAtTheEndIsTheEndOfThePath) {
  EXPECT_TRUE(matches("/*.php$", "/a.php.php"));
  EXPECT_FALSE(matches("/*.php$", "/a.php?x"));
  EXPECT_TRUE(matches("/$", "/"));
  EXPECT_FALSE(matches("/$", "/a"));
  EXPECT_TRUE(matches("/a*$", "/abc"));
  EXPECT_FALSE(matches("/ab*b$", "/ab"));
}

TEST(RobotsPattern, ADollarElsewhereIsADollar) {
  EXPECT_TRUE(matches("/a$b", "/a$bc"));
  EXPECT_FALSE(matches("/a$b", "/a"));
}

TEST(RobotsPattern, NormalisesEscapesAndNothingElse) {
  EXPECT_EQ(normalise_escapes("/a%2fb%3D"), "/a%2Fb%3D");
  EXPECT_EQ(normalise_escapes("/ツ"), "/%E3%83%84");
  EXPECT_EQ(normalise_escapes("/%62%zz%6"), "/%62%zz%6");
}

// Backtracking would take longer than the universe has lasted.
TEST(RobotsPattern, ManyStarsTakeLinearTime) {
  std::string pattern = "/";
  for (int i = 0; i < 5'000; ++i) pattern += "*a";
  const std::string path = "/" + std::string(60'000, 'a');
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(matches(pattern, path));
  EXPECT_FALSE(matches(pattern + "*b", path));
  EXPECT_FALSE(matches("/*" + std::string(15'000, 'a') + "b", path));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1));
}

}  // namespace
}  // namespace trawl::robots
