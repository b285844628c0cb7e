// What plain and quoted text means: YAML 1.2's core schema.
#include "settings/scalar.hpp"

#include <gtest/gtest.h>

#include "settings/canonical.hpp"

namespace trawl::settings {
namespace {

Node plain(std::string text) {
  return {.kind = Node::Kind::scalar, .text = std::move(text), .plain = true};
}
Node quoted(std::string text) {
  return {.kind = Node::Kind::scalar, .text = std::move(text)};
}

std::string json_of(const Node& node) {
  Faults faults("", "");
  const auto value = to_json(node, faults);
  const auto found = faults.take();
  return found.empty() ? canonical(value) : found[0].message;
}

TEST(Scalar, PlainTextDecidesItsType) {
  EXPECT_EQ(json_of(plain("~")), "null");
  EXPECT_EQ(json_of(plain("Null")), "null");
  EXPECT_EQ(json_of(plain("true")), "true");
  EXPECT_EQ(json_of(plain("False")), "false");
  EXPECT_EQ(json_of(plain("-17")), "-17");
  EXPECT_EQ(json_of(plain("+17")), "17");
  EXPECT_EQ(json_of(plain("0x1F")), "31");
  EXPECT_EQ(json_of(plain("0o17")), "15");
  EXPECT_EQ(json_of(plain("1.50")), "1.5");
  EXPECT_EQ(json_of(plain(".5")), "0.5");
  EXPECT_EQ(json_of(plain("1e3")), "1000");
  EXPECT_EQ(json_of(plain("9223372036854775807")), "9223372036854775807");
}

TEST(Scalar, QuotesMakeText) {
  EXPECT_EQ(json_of(quoted("true")), "\"true\"");
  EXPECT_EQ(json_of(quoted("17")), "\"17\"");
  EXPECT_EQ(json_of(quoted("")), "\"\"");
}

TEST(Scalar, CountriesAndTimesStayText) {
  for (const std::string text : {"no", "yes", "on", "off", "y", "12:30", "2026-11-23", "1.2.3", "1_000",
                                 "0b1", "-", ".", "1e", "TrUe"})
    EXPECT_EQ(json_of(plain(text)), "\"" + text + "\"");
}

TEST(Scalar, WhatJsonCannotHoldIsRefused) {
  EXPECT_EQ(json_of(plain(".inf")), ".inf is not a finite number");
  EXPECT_EQ(json_of(plain("-.Inf")), "-.Inf is not a finite number");
  EXPECT_EQ(json_of(plain(".nan")), ".nan is not a finite number");
  EXPECT_EQ(json_of(plain("1e400")), "the number 1e400 is out of range");
  EXPECT_EQ(json_of(plain("9223372036854775808")),
            "the integer 9223372036854775808 does not fit into 64 bits; quote it if it is text");
}

TEST(Scalar, LeadingZerosAreAskedAbout) {
  EXPECT_EQ(json_of(plain("0660")),
            "the number 0660 begins with zero; quote it if it is text, or remove the zero");
  EXPECT_EQ(json_of(plain("0")), "0");
  EXPECT_EQ(json_of(plain("0.5")), "0.5");
}

TEST(Scalar, CanonicalJsonSortsKeysAndSpellsNumbersOneWay) {
  Node map{.kind = Node::Kind::map};
  map.members.push_back({"b", {}, plain("1.0")});
  map.members.push_back({"a", {}, quoted("é\"\n")});
  EXPECT_EQ(json_of(map), R"({"a":"é\"\n","b":1})");
}

TEST(Scalar, ADigestIsSha256) {
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Scalar, PointersEscapeTheirSeparators) {
  EXPECT_EQ(pointer_to("/a", "b/c~d"), "/a/b~1c~0d");
}

}  // namespace
}  // namespace trawl::settings
