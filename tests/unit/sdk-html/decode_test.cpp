// From bytes to UTF-8: what decides the encoding, and what becomes of bytes that are none.
#include "sdk/html/decode.hpp"

#include <gtest/gtest.h>

namespace {

using trawl::html::detail::charset_of;
using trawl::html::detail::decode;
using trawl::html::detail::encoding_for_label;

TEST(Decode, ByteOrderMarkBeatsEverything) {
  EXPECT_EQ(decode("\xEF\xBB\xBF\xC3\xA9", "latin1").text, "\xC3\xA9");
  EXPECT_EQ(decode(std::string("\xFE\xFF\x00\xE9", 4), "utf-8").text, "\xC3\xA9");
  EXPECT_EQ(decode(std::string("\xFF\xFE\xE9\x00\x3D\xD8\x00\xDE", 8), "").text, "\xC3\xA9\xF0\x9F\x98\x80");
}

TEST(Decode, GivenLabelBeatsTheMetaAndTheMetaBeatsTheGuess) {
  const std::string page = "<meta charset=koi8-r>\xC1";
  EXPECT_EQ(decode(page, "text/html; charset=\"iso-8859-2\"").encoding, "iso-8859-2");
  EXPECT_EQ(decode(page, "text/html").encoding, "koi8-r");
  EXPECT_EQ(decode(page, "text/html; charset=nonsense").encoding, "koi8-r");
  EXPECT_EQ(decode("<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>\xE0", "")
                .text.substr(71),
            ">\xD0\xB0");
}

TEST(Decode, WithoutAnyLabelValidUtf8IsUtf8AndTheRestWindows1252) {
  EXPECT_EQ(decode("caf\xC3\xA9", "").encoding, "utf-8");
  EXPECT_EQ(decode("caf\xE9 \x80", "").text, "caf\xC3\xA9 \xE2\x82\xAC");
}

TEST(Decode, MetaInsideACommentDoesNotCount) {
  EXPECT_EQ(decode("<!-- <meta charset=koi8-r> --><p>\xE9", "").encoding, "windows-1252");
  EXPECT_EQ(decode("<p title='<meta charset=koi8-r>'>\xE9", "").encoding, "windows-1252");
}

TEST(Decode, MetaCannotSayUtf16) {
  EXPECT_EQ(decode("<meta charset=utf-16>\xC3\xA9", "").encoding, "utf-8");
}

// One U+FFFD for each longest piece that could have become a character.
TEST(Decode, BadUtf8BecomesReplacementCharacters) {
  const std::string r = "\xEF\xBF\xBD";
  EXPECT_EQ(decode("a\xFFz", "utf-8").text, "a" + r + "z");
  EXPECT_EQ(decode("\xE2\x82z", "utf-8").text, r + "z");
  EXPECT_EQ(decode("\xF0\x9F\x98", "utf-8").text, r);
  EXPECT_EQ(decode("\xED\xA0\x80", "utf-8").text, r + r + r);
  EXPECT_EQ(decode("\xC0\xAF", "utf-8").text, r + r);
}

TEST(Decode, EastAsianEncodingsAreRead) {
  EXPECT_EQ(decode("\x93\xFA\x96\x7B", "shift_jis").text, "\xE6\x97\xA5\xE6\x9C\xAC");
  EXPECT_EQ(decode("\xC6\xFC\xCB\xDC", "euc-jp").text, "\xE6\x97\xA5\xE6\x9C\xAC");
  EXPECT_EQ(decode("\xD6\xD0", "gb2312").text, "\xE4\xB8\xAD");
  EXPECT_EQ(decode("\xA4\xA4", "big5").text, "\xE4\xB8\xAD");
  EXPECT_EQ(decode("\xC7\xD1", "euc-kr").text, "\xED\x95\x9C");
  EXPECT_EQ(decode("\xD6z\xD6\xD0", "gb2312").text.substr(3), "\xE4\xB8\xAD");
}

TEST(Decode, LabelsAreThoseOfTheStandard) {
  EXPECT_EQ(encoding_for_label(" Latin1\n"), "windows-1252");
  EXPECT_EQ(encoding_for_label("ISO-8859-1"), "windows-1252");
  EXPECT_EQ(encoding_for_label("x-sjis"), "shift_jis");
  EXPECT_EQ(encoding_for_label("utf-7"), "");
  EXPECT_EQ(encoding_for_label(""), "");
}

TEST(Decode, CharsetOfAContentType) {
  EXPECT_EQ(charset_of("text/html;charset=utf-8"), "utf-8");
  EXPECT_EQ(charset_of("text/html; Charset = 'x' ; y"), "x");
  EXPECT_EQ(charset_of("text/html; charset=\"x"), "");
  EXPECT_EQ(charset_of("text/html"), "");
}

}  // namespace
