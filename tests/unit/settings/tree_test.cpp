// What the YAML tree lets through and what it refuses, with the place of each fault.
#include "settings/tree.hpp"

#include <fmt/format.h>

#include "tests/unit/settings/loading.hpp"

namespace trawl::settings {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> faults_of(std::string_view text) {
  Faults faults("t.yaml", text);
  parse_tree(text, faults);
  return testing::lines(faults.take());
}

Node tree_of(std::string_view text) {
  Faults faults("t.yaml", text);
  auto tree = parse_tree(text, faults);
  EXPECT_TRUE(faults.take().empty()) << text;
  return tree.value_or(Node{});
}

std::string repeat(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST(Tree, KeepsTheOrderOfKeys) {
  const Node tree = tree_of("zebra: 1\nant: 2\nmole: 3\n");
  ASSERT_EQ(tree.members.size(), 3U);
  EXPECT_EQ(tree.members[0].key, "zebra");
  EXPECT_EQ(tree.members[1].key, "ant");
  EXPECT_EQ(tree.members[2].key, "mole");
}

TEST(Tree, RemembersWhereKeysAndValuesStand) {
  const Node tree = tree_of("a: 1\nb:\n  c: [x, y]\n");
  const Member& c = tree.find("b")->value.members[0];
  EXPECT_EQ(c.at, (Position{2, 2}));
  EXPECT_EQ(c.value.at, (Position{2, 5}));
  EXPECT_EQ(c.value.items[1].at, (Position{2, 9}));
}

TEST(Tree, AnEmptyValueIsWhereItsKeyIs) {
  EXPECT_EQ(tree_of("a: 1\nb:\n\n\nc: 2\n").find("b")->value.at, (Position{1, 0}));
}

TEST(Tree, QuotesAreRemembered) {
  const Node tree = tree_of("a: yes\nb: \"yes\"\nc: 'yes'\n");
  EXPECT_TRUE(tree.find("a")->value.plain);
  EXPECT_FALSE(tree.find("b")->value.plain);
  EXPECT_FALSE(tree.find("c")->value.plain);
}

TEST(Tree, DuplicateKeysAreRefusedAndTheFirstStays) {
  EXPECT_THAT(faults_of("a: 1\nb: 2\na: 3\n\"a\": 4\n"),
              ElementsAre("t.yaml:3:1: duplicate key 'a', first given in line 1",
                          "t.yaml:4:1: duplicate key 'a', first given in line 1"));
}

TEST(Tree, AliasesAndAnchorsAreRefused) {
  EXPECT_THAT(faults_of("a: &x 1\nb: *x\n"),
              ElementsAre("t.yaml:1:4: anchors (&name) are not allowed, for aliases are not",
                          "t.yaml:2:4: the alias '*x': aliases are not allowed, write the value out"));
}

TEST(Tree, TagsAreRefused) {
  const std::string sentence =
      "tags (!type) are not allowed: the text of a value decides its type, quotes make it text";
  EXPECT_THAT(faults_of("a: !!str 1\nb: ! x\nc: !mine {}\n"),
              ElementsAre("t.yaml:1:4: " + sentence, "t.yaml:2:4: " + sentence, "t.yaml:3:4: " + sentence));
}

TEST(Tree, MergeKeysAreRefused) {
  EXPECT_THAT(faults_of("a:\n  <<: {b: 1}\n"),
              ElementsAre("t.yaml:2:3: merge keys (<<) are not allowed, write the keys out"));
  EXPECT_EQ(tree_of("a:\n  \"<<\": 1\n").find("a")->value.members[0].key, "<<");
}

TEST(Tree, KeysAreText) {
  EXPECT_THAT(faults_of("[a]: 1\n"),
              ElementsAre("t.yaml:1:1: a key must be text; quote it, or check the indentation"));
  EXPECT_THAT(faults_of("~: 1\n"),
              ElementsAre("t.yaml:1:1: a key must be text; quote it, or check the indentation"));
}

TEST(Tree, ASecondDocumentIsRefused) {
  EXPECT_THAT(faults_of("a: 1\n---\nb: 2\n"),
              ElementsAre("t.yaml:2:1: a second YAML document begins here; keep one document per file"));
}

TEST(Tree, ASyntaxErrorNamesItsPlaceAndARemedy) {
  EXPECT_THAT(
      faults_of("a: b\n c: d\n"),
      ElementsAre(
          "t.yaml:2:3: not valid YAML: a ':' where no key can be; check the indentation, or quote the text"));
  EXPECT_THAT(faults_of("a: [b\nc: d\n"),
              ElementsAre(HasSubstr("not valid YAML: a '[' is not closed by ']'")));
}

TEST(Tree, AQuotationMarkThatIsNeverClosedIsRefusedWhereItOpens) {
  EXPECT_THAT(faults_of("a: 1\nb: \"c\nd: e\n"),
              ElementsAre("t.yaml:2:4: not valid YAML: this quotation mark is never closed"));
  EXPECT_THAT(faults_of("b: 'it''s\n"),
              ElementsAre("t.yaml:1:4: not valid YAML: this quotation mark is never closed"));
}

TEST(Tree, ACommaWithNothingBeforeItIsRefused) {
  EXPECT_THAT(faults_of("a: [b, , c]\n"),
              ElementsAre("t.yaml:1:8: not valid YAML: a ',' with nothing before it; remove it"));
  EXPECT_THAT(faults_of("a: [, b]\n"),
              ElementsAre("t.yaml:1:5: not valid YAML: a ',' with nothing before it; remove it"));
  EXPECT_EQ(tree_of("a: [b, c,]\n").find("a")->value.items.size(), 2U);
}

TEST(Tree, ColumnsCountCharactersNotBytes) {
  EXPECT_THAT(faults_of("{é: 1, 日本: 2, é: 3}\n"),
              ElementsAre("t.yaml:1:15: duplicate key 'é', first given in line 1"));
}

TEST(Tree, InvalidUtf8IsRefusedWithItsPlace) {
  EXPECT_THAT(faults_of("a: 1\nb: é\xC0\xAF\n"),
              ElementsAre("t.yaml:2:5: invalid UTF-8; save the file as UTF-8"));
  EXPECT_THAT(faults_of("\xFF\xFE"
                        "a"),
              ElementsAre("t.yaml:1:1: the file is UTF-16; save it as UTF-8"));
}

TEST(Tree, ControlCharactersAreRefusedWithTheirPlace) {
  EXPECT_THAT(faults_of(std::string_view("a: \0\n", 5)),
              ElementsAre("t.yaml:1:4: the character U+0000, which no text file needs; remove it"));
  EXPECT_THAT(faults_of("a: 1\n\x04\n"),
              ElementsAre("t.yaml:2:1: the character U+0004, which no text file needs; remove it"));
  EXPECT_THAT(faults_of("a: 1\rb: 2\n"),
              ElementsAre("t.yaml:1:5: a carriage return that ends no line; end lines with LF or CR LF"));
}

TEST(Tree, LinesMayEndAsOnWindows) {
  EXPECT_EQ(tree_of("a: 1\r\nb: 2\r\n").find("b")->at, (Position{1, 0}));
}

TEST(Tree, NestingHasALimit) {
  EXPECT_EQ(tree_of(repeat("[", max_depth) + repeat("]", max_depth)).kind, Node::Kind::sequence);
  EXPECT_THAT(faults_of(repeat("[", max_depth + 1) + repeat("]", max_depth + 1)),
              ElementsAre("t.yaml:1:33: maps and lists are nested more than 32 deep"));
  EXPECT_THAT(faults_of(repeat("[", 10'000)),
              ElementsAre(HasSubstr("maps and lists are nested more than 32 deep")));
}

TEST(Tree, TheNumberOfValuesHasALimit) {
  EXPECT_THAT(faults_of("a: [" + repeat("1,", max_nodes) + "1]"),
              ElementsAre(HasSubstr("more than 100000 values")));
}

TEST(Tree, AnAliasBombIsRefusedAliasByAlias) {
  std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 9; ++i)
    bomb += fmt::format("a{0}: &a{0} [*a{1},*a{1},*a{1},*a{1},*a{1},*a{1},*a{1},*a{1},*a{1}]\n", i, i - 1);
  const auto faults = faults_of(bomb);
  EXPECT_EQ(faults.size(), 9U + 8U * 9U);
  EXPECT_EQ(faults[1], "t.yaml:2:5: anchors (&name) are not allowed, for aliases are not");
}

TEST(Tree, AfterAHundredFaultsTheRestIsCounted) {
  const auto faults = faults_of("a: 1\n" + repeat("a: 1\n", 150));
  EXPECT_EQ(faults.size(), Faults::most_shown + 1);
  EXPECT_EQ(faults.back(), "t.yaml: 50 more faults are not shown");
}

}  // namespace
}  // namespace trawl::settings
