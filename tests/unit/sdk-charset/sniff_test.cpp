// What decides the encoding of a body: byte order mark, header, declaration, guess.
#include <gtest/gtest.h>
#include <trawl/charset.hpp>

namespace {

using trawl::charset::kind;
using trawl::charset::sniff;
using namespace std::string_literals;

TEST(SniffHtml, MarkBeatsHeaderBeatsMetaBeatsGuess) {
  const std::string page = "<meta charset=koi8-r>\xC1";
  EXPECT_EQ(sniff("\xEF\xBB\xBF" + page, "text/html; charset=gbk"), "UTF-8");
  EXPECT_EQ(sniff(page, "text/html; charset=\"iso-8859-2\""), "ISO-8859-2");
  EXPECT_EQ(sniff(page, "text/html; charset=nonsense"), "KOI8-R");
  EXPECT_EQ(sniff(page, "text/html"), "KOI8-R");
  EXPECT_EQ(sniff("\xC3\xA9", "text/html"), "UTF-8");
  EXPECT_EQ(sniff("\xC3\xA9\xE9", "text/html"), "windows-1252");
  EXPECT_EQ(sniff("plain", "text/html"), "windows-1252");
}

TEST(SniffHtml, AMetaCountsOnlyWhereAParserWouldSeeIt) {
  EXPECT_EQ(sniff("<!-- <meta charset=koi8-r> --><p>\xE9", "text/html"), "windows-1252");
  EXPECT_EQ(sniff("<p title='<meta charset=koi8-r>'>\xE9", "text/html"), "windows-1252");
  EXPECT_EQ(sniff("<!--><meta charset=koi8-r>", "text/html"), "KOI8-R");
}

TEST(SniffHtml, CharsetInContentNeedsThePragma) {
  const std::string content = " content='text/html; charset = \"windows-1251\"'>";
  EXPECT_EQ(sniff("<meta http-equiv=Content-Type" + content, "text/html"), "windows-1251");
  EXPECT_EQ(sniff("<meta name=description" + content, "text/html"), "windows-1252");
  EXPECT_EQ(sniff("<meta http-equiv=x http-equiv=Content-Type" + content, "text/html"), "windows-1252");
}

TEST(SniffHtml, SomeDeclarationsCannotBeTrue) {
  EXPECT_EQ(sniff("<meta charset=utf-16>", "text/html"), "UTF-8");
  EXPECT_EQ(sniff("<meta charset=x-user-defined>", "text/html"), "windows-1252");
}

TEST(SniffHtml, AnXmlDeclarationIsTheLastResort) {
  EXPECT_EQ(sniff("<?xml version='1.0' encoding='koi8-r'?><p>", "text/html"), "KOI8-R");
  EXPECT_EQ(sniff("<?xml encoding='koi8-r'?><meta charset=gbk>", "text/html"), "GBK");
  EXPECT_EQ(sniff("<\0?\0x\0"s, "text/html"), "UTF-16LE");
}

TEST(SniffXml, MarkBeatsHeaderBeatsDeclarationBeatsUtf8) {
  const std::string feed = "<?xml version=\"1.0\" encoding=\"iso-8859-2\"?><rss/>";
  EXPECT_EQ(sniff("\xEF\xBB\xBF" + feed, "application/rss+xml; charset=gbk"), "UTF-8");
  EXPECT_EQ(sniff(feed, "application/rss+xml; charset=gbk"), "GBK");
  EXPECT_EQ(sniff(feed, "application/rss+xml; charset='gbk'"), "GBK");
  EXPECT_EQ(sniff(feed, "text/xml"), "ISO-8859-2");
  EXPECT_EQ(sniff("<rss/>", "application/xml"), "UTF-8");
  EXPECT_EQ(sniff("<rss>\xE9</rss>", "text/xml"), "windows-1252");
}

TEST(SniffXml, ADeclarationHasItsLabelInQuotes) {
  EXPECT_EQ(sniff("<?xml encoding = 'koi8-r' ?>", "application/xml"), "KOI8-R");
  EXPECT_EQ(sniff("<?xml encoding=koi8-r?>", "application/xml"), "UTF-8");
  EXPECT_EQ(sniff("<?xml version='1.0'?><a encoding='koi8-r'/>", "application/xml"), "UTF-8");
  EXPECT_EQ(sniff("<?xml encoding='utf-16'?>", "application/xml"), "UTF-8");
}

TEST(SniffXml, WideCodeUnitsAreSeenInTheFirstCharacter) {
  EXPECT_EQ(sniff("\0<\0?"s, "application/xml; charset=utf-8"), "UTF-16BE");
  EXPECT_EQ(sniff("<\0?\0"s, ""), "UTF-16LE");
  EXPECT_EQ(sniff("\0\0\0<"s, "text/xml"), "UTF-32BE");
  EXPECT_EQ(sniff("\xFF\xFE\0\0"s, "application/atom+xml"), "UTF-32LE");
  EXPECT_EQ(sniff("\xFF\xFE\0\0"s, "text/html"), "UTF-16LE") << "UTF-32 is no encoding of pages";
}

TEST(SniffData, IsUtf8UnlessTheHeaderSaysOtherwise) {
  EXPECT_EQ(sniff("{}", "application/json"), "UTF-8");
  EXPECT_EQ(sniff("{\xE9}", "application/json; charset=latin1"), "windows-1252");
}

TEST(SniffText, AsksForAMetaOnlyWhenItIsNotUtf8) {
  EXPECT_EQ(sniff("<meta charset=koi8-r>\xC3\xA9", "text/plain"), "UTF-8");
  EXPECT_EQ(sniff("<meta charset=koi8-r>\xC1", "text/plain"), "KOI8-R");
  EXPECT_EQ(sniff("caf\xE9", "text/csv"), "windows-1252");
}

TEST(Sniff, WhatIsNoTextHasNoEncoding) {
  EXPECT_EQ(sniff("\x89PNG\r\n", "image/png"), "");
  EXPECT_EQ(sniff("<p>", "application/octet-stream"), "");
  EXPECT_EQ(sniff("GIF89a\x01\x00"s, ""), "");
}

TEST(Sniff, WithoutATypeTheFirstBytesTellTheKind) {
  EXPECT_EQ(sniff("<?xml version='1.0'?><rss/>", ""), "UTF-8");
  EXPECT_EQ(sniff("<meta charset=gbk>", "nonsense"), "GBK");
  EXPECT_EQ(sniff("<meta charset=gbk>", "application/octet-stream", kind::html), "GBK");
}

}  // namespace
