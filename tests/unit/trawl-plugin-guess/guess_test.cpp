#include "trawl-plugin/new/guess/guess.hpp"

#include <gtest/gtest.h>

#include <trawl/context.hpp>

namespace trawl::author {
namespace {

std::string repeated(unsigned count, const std::string& before, const std::string& after) {
  std::string text;
  for (unsigned i = 0; i < count; ++i) text += before + std::to_string(i) + after;
  return text;
}

std::string value(const Guess& guess, std::string_view name) {
  return json::parse(guess.values.json()).string_at("/" + std::string(name), "none");
}

Guess cards(const std::string& html) {
  return guess_cards(html::parse(html, {"UTF-8", "http://site.example/list"}));
}

TEST(GuessCards, TheClassThatRepeatsWithLinksAndTextIsACard) {
  const auto guess =
      cards(repeated(5, "<a class=tag href=/t", ">x</a>") +
            repeated(4, "<div class='q card'><h2>One</h2><a href=/q", ">more</a><p>some text</div>"));
  EXPECT_EQ(value(guess, "CARD"), "div.q");
  EXPECT_EQ(value(guess, "TITLE"), "h2");
  ASSERT_EQ(guess.items.size(), 4u);
  EXPECT_EQ(guess.items[0].key, "http://site.example/q0");
}

TEST(GuessCards, NavigationAndFootersAreNone) {
  const auto guess =
      cards("<nav>" + repeated(9, "<p class=item><a href=/n", ">Somewhere else</a></p>") + "</nav><footer>" +
            repeated(9, "<p class=foot><a href=/f", ">Somewhere else</a></p>") + "</footer><h1>Alone</h1>");
  EXPECT_EQ(value(guess, "CARD"), "html");
  ASSERT_EQ(guess.items.size(), 1u);
  EXPECT_EQ(guess.items[0].data.json(), R"({"title":"Alone","url":"http://site.example/list"})");
}

TEST(GuessCards, TwoAreNotYetARepetition) {
  EXPECT_EQ(value(cards(repeated(2, "<p class=c><a href=/", ">text</a></p>")), "CARD"), "html");
  EXPECT_EQ(value(cards(repeated(3, "<p class=c><a href=/", ">text</a></p>")), "CARD"), "p.c");
}

TEST(GuessCards, AnEmptyPageIsOneItem) {
  EXPECT_EQ(cards("").items.size(), 1u);
}

TEST(GuessCards, AClassThatNeedsEscapesIsPassedOver) {
  const auto guess = cards(repeated(3, "<p class='md:flex w-1/2 item'><a href=/", ">text</a></p>"));
  EXPECT_EQ(value(guess, "CARD"), "p.item");
}

TEST(GuessEntries, TheLongestListOfObjectsCounts) {
  const auto guess = guess_entries(json::parse(
      R"({"tags": [1, 2, 3, 4], "links": [{"rel": "a"}], "a/b": {"items": [{"id": 1, "n": "x", "deep": {}}, {"id": 2}]}})"));
  EXPECT_EQ(value(guess, "ENTRIES"), "/a~1b/items");
  EXPECT_EQ(value(guess, "KEY"), "/id");
  EXPECT_EQ(guess.items[0].data.json(), R"({"id":1,"n":"x"})");
  EXPECT_EQ(guess.items[1].key, "2");
}

TEST(GuessEntries, TheKeyTellsEntriesApart) {
  EXPECT_EQ(value(guess_entries(json::parse(R"([{"id": 1, "n": "x"}, {"id": 1, "n": "y"}])")), "KEY"), "/n");
  EXPECT_EQ(
      value(guess_entries(json::parse(R"([{"a": 1, "b": 1}, {"a": 1, "b": 2}, {"a": 2, "b": 1}])")), "KEY"),
      "");
  EXPECT_THROW(guess_entries(json::parse(R"([{"a": 1}, {"a": 1}])")), failure);
}

TEST(GuessEntries, WithoutAListThereIsNoGuess) {
  for (const char* text : {"{}", "[]", "[1, 2]", R"({"a": [{}, 1]})", R"([{"a": []}])"})
    EXPECT_THROW(guess_entries(json::parse(text)), failure) << text;
}

}  // namespace
}  // namespace trawl::author
