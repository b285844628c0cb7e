// Types, patterns and defaults of single fields.
#include "plugins/html/value.hpp"

#include <gtest/gtest.h>

namespace {

using namespace trawl::html_plugin;

// The JSON of field "f", configured by `field`, on a page.
Value read(const std::string& field, const std::string& html) {
  const auto spec = parse_spec(R"({"start": "https://a.example/", "fields": {"f": {)" + field + "}}}");
  const auto page = trawl::html::parse(html, {"utf-8", "https://a.example/dir/page"});
  return read_field(spec.fields[0], page.root(), page);
}

TEST(Value, TextIsThatOfTheFirstMatch) {
  EXPECT_EQ(read(R"("css": "p")", "<p> one\n <b>two</b>&nbsp;three<p>four").json, R"("one two three")");
}

TEST(Value, ManyIsAListInDocumentOrderAndEmptyWithoutMatches) {
  EXPECT_EQ(read(R"("css": "p", "many": true)", "<p>b<p>a").json, R"(["b","a"])");
  EXPECT_EQ(read(R"("css": "p", "many": true)", "<b>").json, "[]");
  EXPECT_FALSE(read(R"("css": "p", "many": true)", "<b>").found);
}

TEST(Value, NumbersFollowTheirLocale) {
  EXPECT_EQ(read(R"("css": "p", "type": "number")", "<p>1.234,56 &euro;").json, "1234.56");
  EXPECT_EQ(read(R"("css": "p", "type": "number", "locale": "de")", "<p>1.234").json, "1234");
  EXPECT_EQ(read(R"("css": "p", "type": "number", "locale": "en")", "<p>1.234").json, "1.234");
  EXPECT_EQ(read(R"("css": "p", "type": "integer")", "<p>1,234 votes").json, "1234");
}

TEST(Value, TextThatIsNoNumberIsMissingAndTheFaultSaysSo) {
  const auto value = read(R"("css": "p", "type": "number")", "<p>on request");
  EXPECT_EQ(value.json, "null");
  EXPECT_FALSE(value.found);
  EXPECT_EQ(value.fault, "'on request' is no number");
  EXPECT_EQ(read(R"("css": "p", "type": "integer")", "<p>1.5").fault, "'1.5' is no integer");
}

TEST(Value, UrlsAreAbsolute) {
  EXPECT_EQ(read(R"("css": "a", "type": "url")", "<a href='../x#y'>text</a>").json,
            R"("https://a.example/x#y")");
  EXPECT_EQ(read(R"field("css": "img::attr(src)", "type": "url")field", "<img src=//b.example/i.png>").json,
            R"("https://b.example/i.png")");
  EXPECT_EQ(read(R"("xpath": "//a/@href", "type": "url")", "<base href=/other/><a href=x>").json,
            R"("https://a.example/other/x")");
}

TEST(Value, BooleanIsFalseWhenNothingIsFoundOrTheTextSaysNo) {
  EXPECT_EQ(read(R"("css": ".stock", "type": "boolean")", "<p class=stock>yes").json, "true");
  EXPECT_EQ(read(R"("css": ".stock", "type": "boolean")", "<p class=stock>no").json, "false");
  EXPECT_EQ(read(R"("css": ".stock", "type": "boolean")", "<p>").json, "false");
}

TEST(Value, MatchCutsOutItsFirstGroup) {
  EXPECT_EQ(read(R"field("css": "p", "match": "No\\. (\\d+)")field", "<p>No. 4711, new").json, R"("4711")");
  EXPECT_EQ(read(R"("css": "p", "match": "\\d+", "type": "integer")", "<p>4711 of them").json, "4711");
  EXPECT_EQ(read(R"("css": "p", "many": true, "match": "^\\w$")", "<p>a<p>bc<p>d").json, R"(["a","d"])");
  EXPECT_EQ(read(R"("css": "p", "match": "^.$")", "<p>\xC3\xA4").json, "\"\xC3\xA4\"");
}

TEST(Value, MatchTakesLongTextsAndHostilePatterns) {
  const std::string long_text(50'000, 'a');
  EXPECT_EQ(read(R"("css": "p", "match": "(a|a)*b")", "<p>" + long_text.substr(0, 300)).json, "null");
  EXPECT_EQ(read(R"("css": "p", "match": "a.*(a)$")", "<p>" + long_text).json, R"("a")");
}

TEST(Value, DefaultStandsInForWhatIsMissing) {
  EXPECT_EQ(read(R"("css": "p", "type": "integer", "default": 0)", "<b>").json, "0");
  EXPECT_EQ(read(R"("css": "p", "many": true, "default": ["x"])", "<b>").json, R"(["x"])");
  EXPECT_FALSE(read(R"("css": "p", "default": "x")", "<b>").found);
}

TEST(Value, JsonLdAndMetaLookAtTheWholePage) {
  const std::string html =
      R"(<meta property="og:title" content=" A  title "><script type="application/ld+json">
    {"@graph": [{"@type": "WebPage"}, {"@type": ["Thing", "Recipe"], "name": "Soup &amp; <b>bread</b>",
     "recipeIngredient": ["1 onion", "salt"]}]}</script>)";
  EXPECT_EQ(read(R"("meta": "og:title")", html).json, R"("A title")");
  EXPECT_EQ(read(R"("microdata": "Product/image", "type": "url")",
                 "<p itemscope itemtype=https://schema.org/Product><img itemprop=image src=/i.png>")
                .json,
            R"("https://a.example/i.png")");
  EXPECT_EQ(read(R"("jsonld": "Recipe/name")", html).json, R"("Soup & bread")");
  EXPECT_EQ(read(R"("jsonld": "Recipe/recipeIngredient", "many": true)", html).json, R"(["1 onion","salt"])");
}

}  // namespace
