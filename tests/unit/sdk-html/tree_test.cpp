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
