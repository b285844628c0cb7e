// Sitemaps as they ought to be, as they are, and as somebody who means harm writes them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <trawl/sitemap.hpp>

namespace {

using testing::HasSubstr;
using trawl::sitemap::error;
using trawl::sitemap::kind;
using trawl::sitemap::parse;

std::string gzip(const std::string& text) {
  std::string out(compressBound(text.size()) + 64, '\0');
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string urlset(const std::string& inside) {
  return "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
         "xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'>" +
         inside + "</urlset>";
}

void expect_error(const std::string& body, error::reason why, const std::string& text) {
  try {
    parse(body);
    ADD_FAILURE() << "taken: " << body.substr(0, 80);
  } catch (const error& fault) {
    EXPECT_EQ(fault.why(), why) << fault.what();
    EXPECT_THAT(fault.what(), HasSubstr(text));
  }
}

TEST(Sitemap, EntryHasUrlDateFrequencyAndPriority) {
  const auto map = parse(
      urlset("<url><loc> http://a/x?a=1&amp;b=2#top </loc><lastmod>2026-11-20T10:00:00+01:00</lastmod>"
             "<changefreq>Daily</changefreq><priority>0.8</priority></url>"
             "<url><loc><![CDATA[http://a/y]]></loc><lastmod>soon</lastmod><priority>7</priority></url>"));
  EXPECT_EQ(map.kind, kind::urlset);
  ASSERT_EQ(map.entries.size(), 2u);
  EXPECT_EQ(map.entries[0].loc, "http://a/x?a=1&b=2");
  EXPECT_EQ(map.entries[0].lastmod->text(), "2026-11-20T09:00:00Z");
  EXPECT_EQ(map.entries[0].changefreq, "daily");
  EXPECT_EQ(map.entries[0].priority, 0.8);
  EXPECT_EQ(map.entries[1].loc, "http://a/y");
  EXPECT_FALSE(map.entries[1].lastmod);
  EXPECT_FALSE(map.entries[1].priority) << "priorities are between 0 and 1";
}

TEST(Sitemap, OtherVocabulariesDoNotGiveTheirUrlsForThePages) {
  const auto map =
      parse(urlset("<url><image:loc>http://a/pic</image:loc><image:image><image:loc>http://a/jpg"
                   "</image:loc></image:image><loc>http://a/page</loc></url>"));
  ASSERT_EQ(map.entries.size(), 1u);
  EXPECT_EQ(map.entries[0].loc, "http://a/page");
}

TEST(Sitemap, PagesInOtherLanguagesStandByTheirEntry) {
  const auto map = parse(
      "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
      "xmlns:xhtml='http://www.w3.org/1999/xhtml'>"
      "<url><loc>http://a/en</loc><xhtml:link rel='alternate' hreflang='de' href='http://a/de#x'/>"
      "<xhtml:link rel='alternate' hreflang='x-default' href='/'/>"
      "<xhtml:link rel='alternate' media='print' href='http://a/print'/>"
      "<xhtml:link rel='canonical' hreflang='fr' href='http://a/fr'/></url></urlset>",
      {"", "http://a/map.xml"});
  ASSERT_EQ(map.entries.size(), 1u);
  ASSERT_EQ(map.entries[0].alternates.size(), 2u);
  EXPECT_EQ(map.entries[0].alternates[0].lang, "de");
  EXPECT_EQ(map.entries[0].alternates[0].href, "http://a/de");
  EXPECT_EQ(map.entries[0].alternates[1].href, "http://a/");
}

TEST(Sitemap, NamespaceMayBeWrongMissingOrBehindAPrefix) {
  for (const char* body :
       {"<urlset><url><loc>http://a/1</loc></url></urlset>",
        "<urlset xmlns='urn:wrong'><url><loc>http://a/1</loc></url></urlset>",
        "<s:urlset xmlns:s='http://www.sitemaps.org/schemas/sitemap/0.9'><s:url><s:loc>http://a/1</s:loc>"
        "</s:url></s:urlset>"}) {
    const auto map = parse(body);
    ASSERT_EQ(map.entries.size(), 1u) << body;
    EXPECT_EQ(map.entries[0].loc, "http://a/1");
  }
}

TEST(Sitemap, EntriesWithoutAUrlAreCountedAndTheFirstIsTold) {
  const auto map = parse(urlset(
      "<url/><url><loc>mailto:x@a</loc></url><url><loc>http://a/1</loc></url><url><loc>http://</loc></url>"));
  EXPECT_EQ(map.entries.size(), 1u);
  EXPECT_EQ(map.unusable, 3u);
  EXPECT_EQ(map.first_unusable, "<url> has no <loc>");
}

TEST(Sitemap, RelativeUrlsAreResolvedAgainstTheSitemapsOwn) {
  const auto map = parse("<urlset><url><loc>/x</loc></url></urlset>", {"", "https://a/deep/map.xml"});
  ASSERT_EQ(map.entries.size(), 1u);
  EXPECT_EQ(map.entries[0].loc, "https://a/x");
}

TEST(Sitemap, TextHasOneUrlALine) {
  const auto map = parse("\xEF\xBB\xBFhttp://a/1\r\n\r\n http://a/2 \nnonsense\n");
  EXPECT_EQ(map.kind, kind::text);
  ASSERT_EQ(map.entries.size(), 2u);
  EXPECT_EQ(map.entries[1].loc, "http://a/2");
  EXPECT_EQ(map.unusable, 1u);
  EXPECT_THAT(map.first_unusable, HasSubstr("'nonsense' is not an http or https URL"));
}

TEST(Sitemap, PackedOneIsUnpackedMemberByMember) {
  const auto map = parse(gzip("http://a/1\n") + gzip("http://a/2\n") + std::string(16, '\0'));
  ASSERT_EQ(map.entries.size(), 2u);
  EXPECT_EQ(map.entries[1].loc, "http://a/2");
}

TEST(Sitemap, EncodingOfAPackedOneIsThatOfItsInside) {
  struct Page {
    std::string bytes;
    std::string_view body() const { return bytes; }
    std::string_view url() const { return "http://a/map.xml.gz"; }
    std::string_view encoding() const { return "windows-1252"; }
    std::string_view header(const char*) const { return "application/gzip"; }
  };
  const auto map = parse(Page{gzip("<urlset><url><loc>http://a/ä</loc></url></urlset>")});
  ASSERT_EQ(map.entries.size(), 1u);
  EXPECT_EQ(map.entries[0].loc, "http://a/%C3%A4");
}

TEST(Sitemap, DocumentThatEndsTooEarlyGivesWhatItHas) {
  EXPECT_EQ(parse("<urlset><url><loc>http://a/1</loc></url><url><loc>http://a/2</loc>").entries.size(), 2u);
}

TEST(Sitemap, WhatIsNoneSaysWhatItIs) {
  expect_error(" \n", error::reason::empty, "empty");
  expect_error("<!DOCTYPE html><title>Not found</title>", error::reason::html, "an HTML page");
  expect_error("<html><body>404", error::reason::html, "an HTML page");
  expect_error("<rss version='2.0'/>", error::reason::other, "plugin `feed`");
  expect_error("<catalog/>", error::reason::other, "<catalog>");
  expect_error(R"({"error": "later"})", error::reason::other, R"(its first line is '{"error": "later"}')");
  const std::string packed = gzip(urlset("<url><loc>http://a/1</loc></url>"));
  expect_error(packed.substr(0, packed.size() / 2), error::reason::other, "ends too early");
}

TEST(Sitemap, WhatIsQuotedOfTheAnswerStaysUtf8) {
  std::string first_line = "x";
  for (int i = 0; i < 200; ++i) first_line += "ä";
  std::string quoted = "'x";
  for (int i = 0; i < 48; ++i) quoted += "ä";
  expect_error(first_line, error::reason::other, quoted + "...'");
}

TEST(Sitemap, PackedBombIsRefusedBeforeItIsHeld) {
  const std::string bomb = gzip(std::string(51u << 20, ' '));
  EXPECT_LT(bomb.size(), 1u << 20);
  expect_error(bomb, error::reason::limits, "larger than 50 MiB");
}

TEST(Sitemap, DeepNestingAndEntitiesWithinEntitiesCostNothing) {
  std::string deep = "<urlset>";
  for (int i = 0; i < 100'000; ++i) deep += "<url>";
  EXPECT_NO_THROW(try { parse(deep); } catch (const error&){});
  const auto map = parse(
      "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>"
      "<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
      "<urlset><url><loc>http://a/&b;</loc></url><url><loc>http://a/&f;</loc></url></urlset>");
  for (const auto& each : map.entries) EXPECT_LT(each.loc.size(), 40u);
}

}  // namespace
