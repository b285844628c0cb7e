// What % means in an address (RFC 3986, 2.1), and how a query falls into pairs.
#include "trawl-httpd/query.hpp"

#include <gtest/gtest.h>

namespace trawl::httpd {
namespace {

std::string decoded(std::string_view text, bool plus_is_blank = false) {
  return decode_percent(text, plus_is_blank).value_or("refused");
}

TEST(DecodePercent, TakesTwoDigitsOfEitherCase) {
  EXPECT_EQ(decoded("a%20b%2Fc%2fd"), "a b/c/d");
  EXPECT_EQ(decoded("%C3%a9"), "\xC3\xA9");
  EXPECT_EQ(decoded("%2525"), "%25") << "decoded once, not twice";
}

TEST(DecodePercent, PlusIsABlankInAQueryAlone) {
  EXPECT_EQ(decoded("a+b"), "a+b");
  EXPECT_EQ(decoded("a+b%2B", true), "a b+");
}

TEST(DecodePercent, RefusesWhatIsCutOffOrNoDigit) {
  for (const std::string_view text : {"%", "%2", "a%", "a%4", "%zz", "%2g", "%-1", "%+1", "% 1", "%%20"})
    EXPECT_EQ(decoded(text), "refused") << text;
}

TEST(DecodePercent, RefusesControlCharactersAndWhatIsNoUtf8) {
  for (const std::string_view text : {"%00", "%0d%0a", "%1b", "%7f", "%ff", "%c3", "%ed%a0%80", "%c0%af"})
    EXPECT_EQ(decoded(text), "refused") << text;
}

TEST(QueryPairs, KeepTheirOrderAndDecodeBothSides) {
  const auto pairs = query_pairs("b=1&a%20=x+y&b=2&c=d=e");
  ASSERT_TRUE(pairs);
  ASSERT_EQ(pairs->size(), 4U);
  EXPECT_EQ((*pairs)[0].name, "b");
  EXPECT_EQ((*pairs)[1].name, "a ");
  EXPECT_EQ((*pairs)[1].value, "x y");
  EXPECT_EQ((*pairs)[2].value, "2");
  EXPECT_EQ((*pairs)[3].value, "d=e");
}

TEST(QueryPairs, AnEmptyFieldOfAFormAsksForNothing) {
  const auto pairs = query_pairs("&&a=&b&c=1&");
  ASSERT_TRUE(pairs);
  ASSERT_EQ(pairs->size(), 1U);
  EXPECT_EQ(pairs->front().name, "c");
}

TEST(QueryPairs, RefuseABadNameAsABadValue) {
  EXPECT_FALSE(query_pairs("%0a=1"));
  EXPECT_FALSE(query_pairs("a=%0a"));
}

}  // namespace
}  // namespace trawl::httpd
