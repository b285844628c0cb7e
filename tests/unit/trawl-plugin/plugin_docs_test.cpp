#include "trawl-plugin/plugin_docs.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "trawl-plugin/verb.hpp"

namespace trawl::author {
namespace {

model::PluginDescriptor plugin_with(std::string schema) {
  return {.id = "shop", .version = "1.0.0", .config_schema = std::move(schema)};
}

TEST(PluginDocs, MarkdownHasATableForEachObject) {
  const auto text = as_markdown(plugin_with(R"({"required": ["start"], "properties": {
    "start": {"type": "string", "description": "The page."},
    "next": {"type": "object", "properties": {"how": {"enum": ["link", "page"], "default": "link"}}}}})"));
  ASSERT_TRUE(text);
  EXPECT_EQ(*text,
            "## Configuration of `shop`\n\n"
            "| key | type | default | meaning |\n| --- | --- | --- | --- |\n"
            "| `start` | text | needed | The page. |\n"
            "| `next` | object |  |  |\n\n"
            "### `next`\n\n"
            "| key | type | default | meaning |\n| --- | --- | --- | --- |\n"
            "| `how` | `link`, `page` | `link` |  |\n");
}

TEST(PluginDocs, WhatMarkdownWouldReadIsEscapedOutsideOfCode) {
  const auto text = as_markdown(plugin_with(
      R"({"properties": {"a|b": {"description": "The <meta> of $.a[*], or `x[*]|y`\nnext line"}}})"));
  ASSERT_TRUE(text);
  EXPECT_NE(text->find(R"(| `a\|b` | any |  | The \<meta> of $.a\[\*\], or `x[*]\|y` next line |)"),
            std::string::npos)
      << *text;
}

TEST(PluginDocs, ItemSchemasAreTablesToo) {
  auto plugin = plugin_with("");
  plugin.item_schemas = R"({"book": {"required": ["title"], "properties": {"title": {"type": "string"}}}})";
  const auto text = as_markdown(plugin);
  ASSERT_TRUE(text);
  EXPECT_NE(text->find("It has no keys.\n\n## Items of kind `book`\n"), std::string::npos) << *text;
  EXPECT_NE(text->find("| `title` | text | needed |"), std::string::npos) << *text;
}

TEST(PluginDocs, ScdocEscapesItsMarks) {
  const auto text =
      as_scdoc(plugin_with(R"({"properties": {"max_pages": {"description": "About *all* of #1."}}})"));
  ASSERT_TRUE(text);
  EXPECT_NE(text->find("*max\\_pages* (any)\n\tAbout \\*all\\* of \\#1.\n"), std::string::npos) << *text;
}

TEST(PluginDocs, ASchemaThatIsNoneIsRefusedByThePluginsName) {
  const auto text = as_markdown(plugin_with("{"));
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().message, "the config_schema of 'shop' is no JSON object");
}

TEST(ManualPage, NamesEveryVerbAndFlag) {
  std::ifstream file(TRAWL_SOURCE_DIR "/daemon/docs/trawl-plugin.1.scd");
  const std::string page(std::istreambuf_iterator<char>(file), {});
  for (const auto& verb : grammar().verbs)
    EXPECT_NE(page.find("\n*" + std::string(verb.words) + "* "), std::string::npos) << verb.words;
  for (const auto& flag : grammar().flags)
    EXPECT_NE(page.find("*" + std::string(flag.flag) + "*"), std::string::npos) << flag.flag;
}

}  // namespace
}  // namespace trawl::author
