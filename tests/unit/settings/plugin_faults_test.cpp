// Where in the text a plugin's complaint is shown, and which configurations plugins are asked about.
#include "settings/plugin_faults.hpp"

#include "tests/unit/settings/loading.hpp"

namespace trawl::settings::testing {
namespace {

constexpr std::string_view text = R"(platforms:
  news:
    plugin: pages
    config:
      start: https://a.example/
      fields: {"a/b": "h1 >", tags: x}
  bare:
    plugin: pages
)";

std::string placed(std::string platform, std::string pointer) {
  const auto loaded = load_here(text);
  return to_string(place(*loaded.document, {{std::move(platform), std::move(pointer), "wrong"}}).front());
}

TEST(PluginFaults, APointerLeadsToItsValue) {
  EXPECT_EQ(placed("news", "/start"), "t.yaml:5:14: platforms.news.config at /start: wrong");
  EXPECT_EQ(placed("news", "/fields/a~1b"), "t.yaml:6:23: platforms.news.config at /fields/a~1b: wrong");
}

TEST(PluginFaults, TheWholeConfigurationHasAPlaceToo) {
  EXPECT_EQ(placed("news", ""), "t.yaml:5:7: platforms.news.config: wrong");
}

TEST(PluginFaults, WhatIsNotThereIsShownAtTheNearestThatIs) {
  EXPECT_EQ(placed("news", "/fields/none/css"),
            "t.yaml:6:15: platforms.news.config at /fields/none/css: wrong");
  EXPECT_EQ(placed("bare", "/start"), "t.yaml:7:3: platforms.bare.config at /start: wrong");
  EXPECT_EQ(placed("news", "no pointer"), "t.yaml:5:7: platforms.news.config at no pointer: wrong");
}

TEST(PluginFaults, APluginsOwnFaultIsShownWhereItIsNamed) {
  EXPECT_EQ(to_string(place_at_plugin(*load_here(text).document, "news", "hangs")),
            "t.yaml:3:13: platforms.news.plugin: hangs");
}

TEST(PluginFaults, OnlyWhatFitsItsSchemaIsForThePluginToJudge) {
  const auto loaded = load_here(text);  // `bare` lacks `start`
  EXPECT_FALSE(loaded.settings.has_value());
  ASSERT_EQ(loaded.plugin_configs.size(), 1u);
  EXPECT_EQ(loaded.plugin_configs[0].platform, "news");
  EXPECT_EQ(loaded.plugin_configs[0].plugin, "pages");
  EXPECT_THAT(loaded.plugin_configs[0].json, HasSubstr(R"("start":"https://a.example/")"));
}

TEST(PluginFaults, MergedListsKeepTheOrderOfTheText) {
  const auto merged = merge({{"t", 2, 1, "b"}, {"t", 0, 0, "2 more"}}, {{"t", 1, 5, "a"}, {"t", 9, 1, "c"}});
  EXPECT_THAT(lines(merged), ElementsAre("t:1:5: a", "t:2:1: b", "t:9:1: c", "t: 2 more"));
}

}  // namespace
}  // namespace trawl::settings::testing
