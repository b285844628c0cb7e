// The tree a page becomes: a few of the standard's rules that other parsers get wrong.
#include <gtest/gtest.h>

#include "sdk/html/tree_builder.hpp"
#include "tests/conformance/sdk-html/tree_dump.hpp"

namespace {

using trawl::html::detail::build_fragment;
using trawl::html::detail::build_tree;

std::string body_of(const std::string& html) {
  const std::string head = "| <html>\n|   <head>\n|   <body>";
  const std::string text = dump(build_tree(html));
  EXPECT_EQ(text.substr(0, head.size()), head);
  return text.size() > head.size() ? text.substr(head.size() + 1) : "";
}

TEST(Tree, TablesGetABodyAndLoseStrayContent) {
  EXPECT_EQ(body_of("<table><tr><td>1<p>x</table>"),
            "|     <table>\n|       <tbody>\n|         <tr>\n|           <td>\n|             \"1\"\n|        "
            "     <p>\n|               \"x\"");
  EXPECT_EQ(body_of("<table>x<tr></table>"), "|     \"x\"\n|     <table>\n|       <tbody>\n|         <tr>");
}

TEST(Tree, NestedLinksAreSplit) {
  EXPECT_EQ(body_of("<a href=1>x<div><a href=2>y"),
            "|     <a>\n|       href=\"1\"\n|       \"x\"\n|     <div>\n|       <a>\n|         href=\"1\"\n"
            "|       <a>\n|         href=\"2\"\n|         \"y\"");
}

TEST(Tree, MisnestedFormattingIsRepeated) {
  EXPECT_EQ(body_of("<b>1<p>2</b>3"),
            "|     <b>\n|       \"1\"\n|     <p>\n|       <b>\n|         \"2\"\n|       \"3\"");
}

TEST(Tree, ForeignAttributesKeepTheirPrefix) {
  EXPECT_EQ(body_of("<svg viewbox=1 xlink:href=x>"),
            "|     <svg svg>\n|       viewBox=\"1\"\n|       xlink href=\"x\"");
}

TEST(Tree, NulsAndCarriageReturnsFollowTheStandard) {
  EXPECT_EQ(body_of(std::string("<p>a\0b\r\nc", 9)), "|     <p>\n|       \"ab\nc\"");
}

TEST(Tree, NoscriptIsMarkupBecauseScriptsDoNotRun) {
  EXPECT_EQ(body_of("<body><noscript><img></noscript>"), "|     <noscript>\n|       <img>");
}

TEST(Tree, RulesStandInSelects) {
  EXPECT_EQ(body_of("<select><optgroup><option>1<hr><option>2"),
            "|     <select>\n|       <optgroup>\n|         <option>\n|           \"1\"\n|       <hr>\n"
            "|       <option>\n|         \"2\"");
  EXPECT_EQ(body_of("<svg><desc></desc></svg><p>a<hr>"),
            "|     <svg svg>\n|       <svg desc>\n|     <p>\n|       \"a\"\n|     <hr>");
}

TEST(Tree, SearchIsABlock) {
  EXPECT_EQ(
      body_of("<p>a<search>b<div>c</search>d"),
      "|     <p>\n|       \"a\"\n|     <search>\n|       \"b\"\n|       <div>\n|         \"c\"\n|     \"d\"");
  EXPECT_EQ(body_of("<p>a<select><search></search></select>b"),
            "|     <p>\n|       \"a\"\n|       <select>\n|       \"b\"");
  EXPECT_EQ(body_of("<p>a</search>b"), "|     <p>\n|       \"ab\"");
}

TEST(Tree, MenuitemsAreOrdinaryElements) {
  EXPECT_EQ(body_of("<menuitem>a<menuitem>b</menuitem>c"),
            "|     <menuitem>\n|       \"a\"\n|       <menuitem>\n|         \"b\"\n|       \"c\"");
}

TEST(Tree, EndsOfParagraphsAndLinesLeaveForeignContent) {
  EXPECT_EQ(body_of("<svg><g></p>x"), "|     <svg svg>\n|       <svg g>\n|     <p>\n|     \"x\"");
  EXPECT_EQ(body_of("<svg><foreignObject></br>x"),
            "|     <svg svg>\n|       <svg foreignObject>\n|         <br>\n|         \"x\"");
}

TEST(Tree, NobrEndsTheOneBeforeAlsoBehindAnEndedMarquee) {
  EXPECT_EQ(body_of("<nobr><table><marquee></table><nobr>"),
            "|     <nobr>\n|       <marquee>\n|       <table>\n|     <nobr>");
}

TEST(Tree, DoctypesOfOldBrowsersPutTablesIntoParagraphs) {
  const auto table_in_p = [](const std::string& doctype) {
    return dump(build_tree(doctype + "<p><table>")).find("<p>\n|       <table>") != std::string::npos;
  };
  EXPECT_TRUE(table_in_p(""));
  EXPECT_TRUE(table_in_p("<!DOCTYPE html PUBLIC '-//w3c//dtd html 3.2//EN' 'x'>"));
  EXPECT_TRUE(table_in_p("<!DOCTYPE html PUBLIC '-//W3C//DTD HTML 4.01 Transitional//EN'>"));
  EXPECT_FALSE(table_in_p("<!DOCTYPE html PUBLIC '-//W3C//DTD HTML 4.01 Transitional//EN' 'x'>"));
  EXPECT_FALSE(table_in_p("<!DOCTYPE html>"));
}

TEST(Tree, FragmentsHaveNoBodyAroundThem) {
  EXPECT_EQ(dump(build_fragment("a<b>c</b>")), "| \"a\"\n| <b>\n|   \"c\"");
}

TEST(Tree, NodesKnowTheirPlace) {
  const auto tree = build_tree("<p>1<b></b><i></i>2<b></b></p>");
  const auto first_b = 6u;  // document, html, head, body, p, "1", b
  ASSERT_EQ(tree.name(first_b), "b");
  EXPECT_EQ(tree.at(first_b).nth_child, 1u);
  EXPECT_EQ(tree.at(first_b).nth_last_child, 3u);
  EXPECT_EQ(tree.at(first_b).nth_last_of_type, 2u);
  EXPECT_EQ(tree.name(tree.next_element(first_b)), "i");
  EXPECT_EQ(tree.previous_element(tree.next_element(first_b)), first_b);
  EXPECT_EQ(tree.parent_element(first_b), 4u);
  EXPECT_EQ(tree.at(0).end, tree.nodes.size());
}

}  // namespace
