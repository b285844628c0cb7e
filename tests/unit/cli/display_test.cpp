#include "cli/display.hpp"

#include <gtest/gtest.h>

namespace trawl::cli {
namespace {

TEST(Printable, TakesEscapeSequencesOutWhole) {
  EXPECT_EQ(printable("a\x1b[31mred\x1b[0mb"), "aredb");
  EXPECT_EQ(printable("a\x1b]0;title\ab"), "ab");
  EXPECT_EQ(printable("a\x1b]8;;http://x\x1b\\b"), "ab");
  EXPECT_EQ(printable("a\x1b"), "a");
  EXPECT_EQ(printable("a\x1b["), "a");
}

TEST(Printable, KeepsTextOnOneLine) {
  EXPECT_EQ(printable("a\nb\tc\rd\x7f"
                      "e"),
            "a b c d e");
}

TEST(Printable, DropsC1ControlsAndDirectionOverrides) {
  EXPECT_EQ(printable("a\xC2\x9B"
                      "31mb"),
            "a 31mb");  // CSI as one C1 character
  EXPECT_EQ(printable("a\xE2\x80\xAE"
                      "b"),
            "ab");  // RIGHT-TO-LEFT OVERRIDE
}

TEST(Printable, ReplacesMalformedUtf8) {
  EXPECT_EQ(printable("a\xFF"
                      "b\xC3"),
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD");
  EXPECT_EQ(printable("\xED\xA0\x80").substr(0, 3), "\xEF\xBF\xBD");  // a surrogate
  EXPECT_EQ(printable("\xC0\xAF").substr(0, 3), "\xEF\xBF\xBD");      // overlong
}

TEST(DisplayWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("für"), 3U);
  EXPECT_EQ(display_width("日本"), 4U);
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);  // e with a combining accent
}

TEST(Clip, CutsAtColumnsAndShowsIt) {
  EXPECT_EQ(clip("abcdef", 6), "abcdef");
  EXPECT_EQ(clip("abcdef", 4), "abc…");
  EXPECT_EQ(clip("日本語", 4), "日…");
  EXPECT_EQ(clip("abc", 0), "");
}

}  // namespace
}  // namespace trawl::cli
