// Items, keys, links: what a page gives for a configuration.
#include "plugins/html/extract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace trawl::html_plugin;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

trawl::html::document page(const std::string& html, const std::string& url = "https://a.example/list") {
  return trawl::html::parse(html, {"utf-8", url});
}

std::vector<std::string> jsons(const Extracted& found) {
  std::vector<std::string> out;
  for (const Item& each : found.items) out.push_back(each.json);
  return out;
}

std::vector<std::string> keys(const Extracted& found) {
  std::vector<std::string> out;
  for (const Item& each : found.items) out.push_back(each.key);
  return out;
}

constexpr auto books = R"({"start": "https://a.example/", "each": "li", "key": "{title}",
                           "fields": {"title": {"css": "b"}, "price": {"css": "i", "type": "number"}}})";

TEST(Extract, OneItemForEachMatchInDocumentOrder) {
  const auto found = extract_items(parse_spec(books), page("<li><b>A</b><i>1.50</i><li><b>B</b><i>2</i>"));
  EXPECT_THAT(jsons(found), ElementsAre(R"({"title":"A","price":1.5})", R"({"title":"B","price":2})"));
  EXPECT_THAT(keys(found), ElementsAre("A", "B"));
}

TEST(Extract, MissingFieldsAreNull) {
  const auto found = extract_items(parse_spec(books), page("<li><b>A</b>"));
  EXPECT_THAT(jsons(found), ElementsAre(R"({"title":"A","price":null})"));
}

TEST(Extract, MatchWithoutAnyFieldIsNoItem) {
  const auto found = extract_items(parse_spec(books), page("<li>nothing <li><b>A</b>"));
  EXPECT_THAT(keys(found), ElementsAre("A"));
  EXPECT_THAT(found.problems, IsEmpty());
}

TEST(Extract, PageWithoutAnyFieldIsNoItem) {
  const auto spec = parse_spec(R"({"start": "https://a.example/", "fields": {
    "title": {"css": "h1"}, "tags": {"css": ".tag", "many": true}, "sold": {"css": ".sold", "type": "boolean"},
    "stock": {"css": ".stock", "type": "integer", "default": 0}}})");
  EXPECT_THAT(extract_items(spec, page("<p>Come back later")).items, IsEmpty());
}

TEST(Extract, RequiredFieldThatIsMissingIsAProblemAndNoItem) {
  const auto spec = parse_spec(R"config({"start": "https://a.example/", "fields": {
    "title": {"css": "h1"}, "sku": {"xpath": "string(//p[@id='sku'])", "match": "(\\d+)", "required": true}}})config");
  const auto found = extract_items(spec, page("<h1>T</h1><p id=sku>soon"));
  EXPECT_THAT(found.items, IsEmpty());
  ASSERT_EQ(found.problems.size(), 1u);
  EXPECT_EQ(found.problems[0].code, "missing_field");
  EXPECT_THAT(found.problems[0].text, HasSubstr("'sku'"));
  EXPECT_THAT(found.problems[0].text, HasSubstr("string(//p[@id='sku'])"));
  EXPECT_THAT(found.problems[0].text, HasSubstr("'soon' does not match"));
  EXPECT_THAT(found.problems[0].text, HasSubstr("https://a.example/list"));
}

TEST(Extract, MissingFieldNamesTheNearestPartThatIsThere) {
  const auto spec =
      parse_spec(R"config({"start": "https://a.example/", "each": "li", "key": "{t}", "fields": {
    "t": {"css": "b"}, "price": {"css": "p > i.price", "required": true}}})config");
  const auto found = extract_items(spec, page("<li><b>A</b><p><i class=cost>1</i></p><li><b>B</b><p></p>"));
  ASSERT_EQ(found.problems.size(), 2u);
  EXPECT_EQ(
      found.problems[0].text,
      "required field 'price' in https://a.example/list: css 'p > i.price' finds nothing: 'p' matches once; "
      "'p > i' matches once, but none has class 'price' (classes there: cost)");
  EXPECT_EQ(found.problems[1].text,
            "required field 'price' in https://a.example/list: css 'p > i.price' finds nothing");
}

TEST(Extract, MissingFieldOfEverySourceSaysWhatIsThere) {
  const auto why = [](const std::string& source, const std::string& html) {
    const auto spec = parse_spec(R"({"start": "https://a.example/", "fields": {"h": {"css": "h1"}, "f": {)" +
                                 source + R"(, "required": true}}})");
    return extract_items(spec, page("<h1>T</h1>" + html)).problems.at(0).text;
  };
  EXPECT_THAT(why(R"("xpath": "//p/b")", "<p><i>x</i>"),
              HasSubstr("'//p' selects 1 node, but nothing at '/b'"));
  EXPECT_THAT(why(R"("jsonld": "Recipe/name")", ""), HasSubstr("the page has no JSON-LD"));
  EXPECT_THAT(why(R"("microdata": "Recipe/name")", "<p itemscope itemtype=s:Recipe><i itemprop=title>"),
              HasSubstr("there is 'Recipe' without 'name' (keys there: @type, title)"));
  EXPECT_THAT(why(R"("meta": "og:title")", "<meta name=og:type content=x>"),
              HasSubstr("(names there: og:type)"));
  EXPECT_THAT(why(R"("css": "p")", "<p> </p>"), HasSubstr("css 'p' finds an empty text"));
}

TEST(Extract, PageWithoutItemsWarnsOfTheFirstThingThatIsNotThere) {
  const auto none = extract_items(parse_spec(books), page("<div></div>")).problems;
  ASSERT_EQ(none.size(), 1u);
  EXPECT_TRUE(none[0].is_warning);
  EXPECT_EQ(none[0].code, "empty_result");
  EXPECT_THAT(none[0].text, HasSubstr("each 'li' finds nothing"));
  const auto bare = extract_items(parse_spec(books), page("<li><u>A</u>")).problems;
  ASSERT_EQ(bare.size(), 1u);
  EXPECT_THAT(bare[0].text,
              HasSubstr("none of the fields is found; 'title': css 'b' finds nothing: nothing is <b> "
                        "(elements there: u)"));
}

TEST(Extract, ListingWithoutLinksToFollow) {
  const auto spec = parse_spec(R"config({"start": "https://a.example/", "each": "li", "follow": "h3 a",
    "fields": {"t": {"css": "h1"}}})config");
  EXPECT_THAT(why_no_links(spec, page("<li><h3><b>x</b></h3>")).text,
              HasSubstr("follow 'h3 a' finds nothing: 'h3' matches once"));
  EXPECT_THAT(why_no_links(spec, page("<li><h3><a href='mailto:x'>x</a></h3>")).text,
              HasSubstr("'h3 a' gives no URL"));
}

TEST(Extract, ScopeIsTheItemItself) {
  const auto spec = parse_spec(R"config({"start": "https://a.example/", "each": "a", "key": "{to}",
    "fields": {"to": {"css": ":scope::attr(href)", "type": "url"}, "text": {"css": ":scope"}}})config");
  EXPECT_THAT(jsons(extract_items(spec, page("<a href=/x>one <b>two</b></a>"))),
              ElementsAre(R"({"to":"https://a.example/x","text":"one two"})"));
}

TEST(ExtractKey, WithoutOneThePageIsItsUrlAndAMatchItsFingerprint) {
  const auto whole = parse_spec(R"({"start": "https://a.example/", "fields": {"t": {"css": "h1"}}})");
  EXPECT_THAT(keys(extract_items(whole, page("<h1>A"))), ElementsAre("https://a.example/list"));
  const auto part =
      parse_spec(R"({"start": "https://a.example/", "each": "p", "fields": {"t": {"css": ":scope"}}})");
  const auto found = keys(extract_items(part, page("<p>A<p>B<p>A")));
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].size(), 16u);
  EXPECT_NE(found[0], found[1]);
  EXPECT_EQ(found[0], found[2]);
}

TEST(ExtractKey, ItemsThatShareAUrlAreNumbered) {
  const auto spec = parse_spec(
      R"({"start": "https://a.example/", "each": "p", "key": "{url}", "fields": {"t": {"css": ":scope"}}})");
  EXPECT_THAT(keys(extract_items(spec, page("<p>A<p>B"))),
              ElementsAre("https://a.example/list", "https://a.example/list#2"));
}

TEST(ExtractKey, TakesUrlAndFieldsAndNamesTheOneThatIsEmpty) {
  const auto spec = parse_spec(R"({"start": "https://a.example/", "each": "p", "key": "{url}/{id}-x",
    "fields": {"id": {"css": "b"}, "t": {"css": ":scope"}}})");
  const auto found = extract_items(spec, page("<p>A<b>7</b><p>B"));
  EXPECT_THAT(keys(found), ElementsAre("https://a.example/list/7-x"));
  ASSERT_EQ(found.problems.size(), 1u);
  EXPECT_THAT(found.problems[0].text, HasSubstr("'id'"));
}

TEST(ExtractLinks, NextIsAbsoluteAndGoneWhenThereIsNone) {
  const auto spec = parse_spec(
      R"config({"start": "https://a.example/", "next": "li.next a::attr(href)", "fields": {"t": {"css": "h1"}}})config");
  EXPECT_EQ(next_link(spec, page("<li class=next><a href='?page=2#top'>more</a>")),
            "https://a.example/list?page=2");
  EXPECT_EQ(next_link(spec, page("<li class=prev><a href='?page=2'>more</a>")), "");
  EXPECT_EQ(next_link(spec, page("<li class=next><a href='javascript:more()'>more</a>")), "");
}

TEST(ExtractLinks, DetailsAreThoseInsideTheMatchesEachOnce) {
  const auto spec = parse_spec(R"config({"start": "https://a.example/", "each": "article",
    "follow": "h3 a::attr(href)", "fields": {"t": {"css": "h1"}}})config");
  const auto links =
      detail_links(spec, page("<h3><a href=/no></a></h3><article><h3><a href=/1></a></h3></article>"
                              "<article><h3><a href=/2></a><a href=/1></a></h3></article>"));
  EXPECT_THAT(links, ElementsAre("https://a.example/1", "https://a.example/2"));
}

TEST(ExtractLinks, DetailPageIsOneItemWhateverEachSays) {
  const auto spec =
      parse_spec(R"({"start": "https://a.example/", "each": "article", "follow": "a", "key": "{url}",
                                   "fields": {"t": {"css": "h1"}}})");
  const auto found = extract_detail(spec, page("<h1>T</h1>", "https://a.example/1"));
  EXPECT_THAT(keys(found), ElementsAre("https://a.example/1"));
  EXPECT_THAT(jsons(found), ElementsAre(R"({"t":"T"})"));
}

}  // namespace
