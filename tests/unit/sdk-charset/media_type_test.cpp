// Content-Type values as browsers read them, labels, and which types are text.
#include <gtest/gtest.h>
#include <trawl/charset.hpp>

namespace {

using trawl::charset::encoding_for_label;
using trawl::charset::kind;
using trawl::charset::kind_of;
using trawl::charset::parse_media_type;

std::string charset_of(std::string_view header) {
  const auto type = parse_media_type(header);
  return type ? type->charset : "none";
}

TEST(MediaType, TheFirstGoodCharsetCounts) {
  EXPECT_EQ(charset_of("Text/HTML; x=\"a;charset=b\"; Charset=\"ut\\f-8\"; charset=latin1"), "utf-8");
  EXPECT_EQ(charset_of("text/html;charset=\"utf-8"), "utf-8");
  EXPECT_EQ(charset_of("text/html;charset =utf-8"), "");
  EXPECT_EQ(charset_of("text/html;charset=\x7F;charset=utf-8"), "utf-8");
  EXPECT_EQ(charset_of("text/html"), "");
}

TEST(MediaType, WhatIsNoTypeIsNone) {
  for (const char* header : {"", "text", "text/", "/html", "te xt/html", "text/ht(ml", ";charset=utf-8"})
    EXPECT_FALSE(parse_media_type(header)) << header;
}

TEST(MediaType, OfSeveralValuesTheLastGoodOneCounts) {
  EXPECT_EQ(parse_media_type("text/html, text/plain;charset=gbk")->essence, "text/plain");
  EXPECT_EQ(charset_of("text/html;charset=gbk, text/html"), "gbk");
  EXPECT_EQ(charset_of("text/html;charset=gbk, text/plain"), "");
  EXPECT_EQ(charset_of("text/html;charset=gbk, */*, nonsense"), "gbk");
  EXPECT_EQ(charset_of("text/html;x=\",\";charset=gbk"), "gbk");
}

TEST(Kind, TellsTextFromTheRest) {
  EXPECT_EQ(kind_of("text/html"), kind::html);
  EXPECT_EQ(kind_of("application/xhtml+xml"), kind::xml);
  EXPECT_EQ(kind_of("image/svg+xml"), kind::xml);
  EXPECT_EQ(kind_of("application/ld+json"), kind::data);
  EXPECT_EQ(kind_of("text/css"), kind::data);
  EXPECT_EQ(kind_of("text/csv"), kind::text);
  EXPECT_EQ(kind_of("image/png"), kind::none);
  EXPECT_EQ(kind_of("application/octet-stream"), kind::none);
}

TEST(Label, IsOneOfTheStandard) {
  EXPECT_EQ(encoding_for_label(" Latin1\n"), "windows-1252");
  EXPECT_EQ(encoding_for_label("x-sjis"), "Shift_JIS");
  EXPECT_EQ(encoding_for_label("logical"), "ISO-8859-8-I");
  EXPECT_EQ(encoding_for_label("iso-2022-kr"), "replacement");
  EXPECT_EQ(encoding_for_label("utf-7"), "");
  EXPECT_EQ(encoding_for_label(""), "");
}

}  // namespace
