// Microdata, Open Graph and Dublin Core.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <trawl/html.hpp>

namespace {

namespace html = trawl::html;
using testing::ElementsAre;
using testing::IsEmpty;

html::document page(const std::string& html) {
  return html::parse(html, {"", "https://a.example/dir/"});
}

std::string items(const std::string& html) {
  std::string out;
  for (const auto& each : page(html).microdata()) out += each.text() + "\n";
  return out;
}

TEST(Microdata, ItemsHaveTheShapeOfJsonLd) {
  EXPECT_EQ(
      items("<div itemscope itemtype=http://schema.org/Product itemid=urn:x><b itemprop=name> An  anvil</b>"
            "<p itemprop=offers itemscope itemtype=http://schema.org/Offer><i itemprop=price>3</i></div>"),
      R"({"@type":"http://schema.org/Product","@id":"urn:x","name":"An anvil",)"
      R"("offers":{"@type":"http://schema.org/Offer","price":"3"}})"
      "\n");
}

TEST(Microdata, ValuesComeFromWhereTheElementKeepsThem) {
  EXPECT_EQ(
      items("<div itemscope><meta itemprop=a content=1><a itemprop=b href=x></a><img itemprop=c src=/y>"
            "<time itemprop=d datetime=2020-01-01>soon</time><data itemprop=e value=5>five</data>"
            "<span itemprop=f content=6>six</span><object itemprop=g data=z></object>"
            "<time itemprop=h>noon</time></div>"),
      R"({"a":"1","b":"https://a.example/dir/x","c":"https://a.example/y","d":"2020-01-01","e":"5","f":"6",)"
      R"("g":"https://a.example/dir/z","h":"noon"})"
      "\n");
}

TEST(Microdata, SeveralNamesAndSeveralValues) {
  EXPECT_EQ(items("<p itemscope itemtype='a:X a:Y'><i itemprop='n m'>1</i><i itemprop=n>2</i>"),
            R"({"@type":["a:X","a:Y"],"n":["1","2"],"m":"1"})"
            "\n");
}

TEST(Microdata, ReferencedElementsBelongToTheItem) {
  EXPECT_EQ(items("<p id=r><i itemprop=name>far</i></p><div itemscope itemref='r none'></div>"),
            R"({"name":"far"})"
            "\n");
}

TEST(Microdata, AnItemThatHoldsItselfEnds) {
  EXPECT_EQ(items("<div itemscope itemref=w></div><p id=w><b itemprop=x itemscope itemref=w><i itemprop=n>1"),
            R"({"x":{"x":null,"n":"1"}})"
            "\n");
}

TEST(Microdata, ItemWithoutPropertiesIsItsText) {
  EXPECT_EQ(items("<p itemscope itemtype=a:Person>Ann"), R"({"@type":"a:Person","@value":"Ann"})"
                                                         "\n");
}

TEST(Microdata, WebsOfReferencesAreBounded) {
  std::string web;
  for (int i = 0; i < 40; ++i) {
    const std::string names = "r" + std::to_string(i + 1);
    web += "<div id=r" + std::to_string(i) + "><p itemprop='a b c d e f g h' itemscope itemref=" + names +
           "></p><p itemprop=i itemscope itemref=" + names + "></p></div>";
  }
  EXPECT_EQ(page("<div itemscope itemref=r0></div>" + web).microdata().size(), 1u);
}

TEST(Microdata, PathsReadLikeJsonLd) {
  const auto shop = page(
      "<div itemscope itemtype=https://schema.org/Product><b itemprop=name>A</b><p itemprop=brand itemscope>"
      "<i itemprop=name>ACME</i></p></div><div itemscope itemtype=https://schema.org/Product><b "
      "itemprop=name>B");
  EXPECT_EQ(shop.microdata1("Product/name"), "A");
  EXPECT_EQ(shop.microdata1("Product/brand"), "ACME");
  EXPECT_THAT(shop.microdata("Product/brand/name"), ElementsAre("ACME"));
  EXPECT_THAT(shop.microdata("Offer/name"), IsEmpty());
}

TEST(OpenGraph, PropertiesOfKnownAndDeclaredPrefixesInOrder) {
  const auto found =
      page(
          "<html prefix='shop: http://shop.example/ns#'><meta property=og:title content=' A  b'>"
          "<meta property=al:ios content=x><meta property=shop:price content=3>"
          "<meta property=og:image content=/1><meta name=og:image content=/2><meta property=og:url>")
          .opengraph();
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0].name, "og:title");
  EXPECT_EQ(found[0].content, "A b");
  EXPECT_EQ(found[0].uri, "http://ogp.me/ns#title");
  EXPECT_EQ(found[1].uri, "http://shop.example/ns#price");
  EXPECT_EQ(found[3].content, "/2");
}

TEST(DublinCore, MetaAndLinkWithTheUriOfTheirTerm) {
  const auto found = page(
                         "<meta name=DC.Creator content=Ann lang=en><meta name=viewport content=x>"
                         "<meta name=DCTERMS.issued scheme=DCTERMS.W3CDTF content=2003>"
                         "<link rel=DCTERMS.replaces hreflang=de href=old>")
                         .dublincore();
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].uri, "http://purl.org/dc/elements/1.1/creator");
  EXPECT_EQ(found[0].language, "en");
  EXPECT_EQ(found[1].uri, "http://purl.org/dc/terms/issued");
  EXPECT_EQ(found[1].scheme, "DCTERMS.W3CDTF");
  EXPECT_EQ(found[2].content, "https://a.example/dir/old");
  EXPECT_EQ(found[2].language, "de");
}

}  // namespace
