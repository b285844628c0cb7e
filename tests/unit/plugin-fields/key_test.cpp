// Templates of keys, and keys that are too long.
#include "plugins/fields/key.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace {

using namespace trawl::fields;
using testing::ElementsAre;

std::string upper_x(const std::string& name) {
  return name == "x" ? "X" : "";
}

TEST(Key, NamesInBracesStandForValuesAndTheRestForItself) {
  EXPECT_EQ(fill_key(parse_key("a-{x}/{x}!"), upper_x).text, "a-X/X!");
  EXPECT_EQ(fill_key(parse_key("plain"), upper_x).text, "plain");
}

TEST(Key, NamesWithoutValueAreTold) {
  EXPECT_THAT(fill_key(parse_key("{x}{gone}"), upper_x).missing, ElementsAre("gone"));
}

TEST(Key, BraceThatIsNotClosedIsRefusedWithItsColumn) {
  try {
    parse_key("id-{x");
    FAIL() << "accepted";
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "column 4: '{' has no '}'");
  }
}

TEST(Key, LongKeysAreCutBetweenCharactersAndStayDifferent) {
  std::string umlauts;
  for (int i = 0; i < 300; ++i) umlauts += "\xC3\xA4";
  const std::string one = shorten(umlauts + "1"), other = shorten(umlauts + "2");
  EXPECT_LE(one.size(), 512u);
  EXPECT_NE(one, other);
  EXPECT_NE(static_cast<unsigned char>(one[one.find('~') - 1]) & 0xC0, 0xC0) << "no half of a character";
  EXPECT_EQ(shorten("short"), "short");
}

}  // namespace
