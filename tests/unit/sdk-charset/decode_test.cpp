// What becomes of malformed bytes, by the decoders of the Encoding standard.
#include <gtest/gtest.h>
#include <trawl/charset.hpp>

namespace {

using trawl::charset::decode;
using trawl::charset::to_utf8;
using namespace std::string_literals;

const std::string r = "\xEF\xBF\xBD";  // U+FFFD

TEST(Utf8, OneReplacementForEachPieceThatCouldHaveBecomeACharacter) {
  EXPECT_EQ(decode("a\xFFz", "UTF-8"), "a" + r + "z");
  EXPECT_EQ(decode("\xE2\x82z", "UTF-8"), r + "z");
  EXPECT_EQ(decode("\xF0\x9F\x98", "UTF-8"), r);
  EXPECT_EQ(decode("\xED\xA0\x80", "UTF-8"), r + r + r);
  EXPECT_EQ(decode("\xC0\xAF", "UTF-8"), r + r);
  EXPECT_EQ(decode("\xF4\x90\x80\x80", "UTF-8"), r + r + r + r);
  EXPECT_EQ(decode("\xE2\x82\xE2\x82\xAC", "UTF-8"), r + "\xE2\x82\xAC");
}

TEST(Utf8, GoodBytesAreUsedInPlace) {
  const std::string text =
      "\xEF\xBB\xBF"
      "caf\xC3\xA9 and some more";
  std::string room;
  const auto seen = to_utf8(text, "UTF-8", room);
  EXPECT_EQ(seen.data(), text.data() + 3);
  EXPECT_EQ(seen.size(), text.size() - 3);
  EXPECT_EQ(to_utf8("plain", "EUC-KR", room), "plain");
  EXPECT_EQ(room.capacity(), std::string().capacity());
}

TEST(ByteOrderMark, IsStrongerThanTheGivenEncodingAndNeverPartOfTheText) {
  EXPECT_EQ(decode("\xEF\xBB\xBF\xC3\xA9", "windows-1252"), "\xC3\xA9");
  EXPECT_EQ(decode("\xFE\xFF\x00\xE9"s, "UTF-8"), "\xC3\xA9");
  EXPECT_EQ(decode("\xFF\xFE\xE9\x00\x3D\xD8\x00\xDE"s, ""), "\xC3\xA9\xF0\x9F\x98\x80");
  EXPECT_EQ(decode("\xFF\xFE\x00\x00h\x00\x00\x00"s, "UTF-32LE"), "h");
}

TEST(Utf16, LoneSurrogatesAndHalfUnitsAreReplaced) {
  EXPECT_EQ(decode("\x00\xD8z\x00"s, "UTF-16LE"), r + "z");
  EXPECT_EQ(decode("\x00\xDCz\x00"s, "UTF-16LE"), r + "z");
  EXPECT_EQ(decode("z\x00y"s, "UTF-16LE"), "z" + r);
  EXPECT_EQ(decode("\xD8\x00\x00"s, "UTF-16BE"), r);
  EXPECT_EQ(decode("\xD8\x00"s, "UTF-16BE"), r);
}

TEST(Utf32, SurrogatesAndWhatIsBeyondUnicodeAreReplaced) {
  EXPECT_EQ(decode("\x00\x00\xD8\x00\x00\x00\x00z"s, "UTF-32BE"), r + "z");
  EXPECT_EQ(decode("\x00\x11\x00\x00\x00\x01\xF6\x00\x00"s, "UTF-32BE"), r + "\xF0\x9F\x98\x80" + r);
}

// An ASCII byte after a lead byte is never swallowed: "<" must stay "<".
TEST(EastAsian, AnAsciiByteAfterABrokenLeadSpeaksForItself) {
  for (const char* encoding : {"gb18030", "GBK", "Big5", "EUC-JP", "Shift_JIS", "EUC-KR"}) {
    EXPECT_EQ(decode("\xE1<p>", encoding), r + "<p>") << encoding;
    EXPECT_EQ(decode("\xE1", encoding), r) << encoding;
    EXPECT_EQ(decode("a\xFFz", encoding), "a" + r + "z") << encoding;
  }
  EXPECT_EQ(decode("\x8F\xA2<", "EUC-JP"), r + "<");
  EXPECT_EQ(decode("\x8F\xA2", "EUC-JP"), r);
}

TEST(EastAsian, CharactersAreRead) {
  EXPECT_EQ(decode("\x93\xFA\x96\x7B \xB1", "Shift_JIS"), "\xE6\x97\xA5\xE6\x9C\xAC \xEF\xBD\xB1");
  EXPECT_EQ(decode("\xC6\xFC\xCB\xDC\x8E\xB1", "EUC-JP"), "\xE6\x97\xA5\xE6\x9C\xAC\xEF\xBD\xB1");
  EXPECT_EQ(decode("\xD6\xD0\x80", "gb2312"), "\xE4\xB8\xAD\xE2\x82\xAC");
  EXPECT_EQ(decode("\xA4\xA4\x88\x62", "Big5"), "\xE4\xB8\xAD\xC3\x8A\xCC\x84");
  EXPECT_EQ(decode("\xC7\xD1", "EUC-KR"), "\xED\x95\x9C");
}

TEST(Gb18030, BrokenSequencesOfFourBytesGiveBackWhatFollowsTheLead) {
  EXPECT_EQ(decode("\x81\x30\x81\x30", "gb18030"), "\xC2\x80");
  EXPECT_EQ(decode("\x90\x30\x81\x30", "gb18030"), "\xF0\x90\x80\x80");
  EXPECT_EQ(decode("\x81\x30z", "gb18030"), r + "0z");
  EXPECT_EQ(decode("\x81\x30\x81!", "gb18030"), r + "0" + r + "!");
  EXPECT_EQ(decode("\x81\x30\x81", "gb18030"), r);
  EXPECT_EQ(decode("\xFE\x39\xFE\x39", "gb18030"), r);
}

TEST(Iso2022Jp, EscapesSwitchTheSet) {
  EXPECT_EQ(decode("a\x1B$BF|K\\\x1B(Bz", "ISO-2022-JP"), "a\xE6\x97\xA5\xE6\x9C\xACz");
  EXPECT_EQ(decode("\x1B(J\\~\x1B(I1", "ISO-2022-JP"), "\xC2\xA5\xE2\x80\xBE\xEF\xBD\xB1");
  EXPECT_EQ(decode("\x1B$BF\x1B(Bz", "ISO-2022-JP"), r + "z");
  EXPECT_EQ(decode("\x1B$BF", "ISO-2022-JP"), r);
  EXPECT_EQ(decode("\x1B(B\x1B(Bz", "ISO-2022-JP"), r + "z");
  EXPECT_EQ(decode("\x1B(z\x80\x0E", "ISO-2022-JP"), r + "(z" + r + r);
}

TEST(Replacement, ShowsNothingOfABodyThatCouldHideMarkup) {
  EXPECT_EQ(decode("~{<script>", "hz-gb-2312"), r);
  EXPECT_EQ(decode("", "hz-gb-2312"), "");
}

TEST(SingleByte, BytesWithoutMeaningAreReplaced) {
  EXPECT_EQ(decode("\x80\xA1\xFF", "windows-1257"), "\xE2\x82\xAC" + r + "\xCB\x99");
  EXPECT_EQ(decode("\xE0", "ISO-8859-8-I"), "\xD7\x90");
  EXPECT_EQ(decode("a\x80\xFF", "x-user-defined"), "a\xEF\x9E\x80\xEF\x9F\xBF");
}

TEST(Decode, AnUnknownEncodingIsReadAsUtf8) {
  EXPECT_EQ(decode("caf\xC3\xA9\xFF", "klingon"), "caf\xC3\xA9" + r);
}

}  // namespace
