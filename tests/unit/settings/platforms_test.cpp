// `platforms:` and the check of a plugin's own configuration.
#include "tests/unit/settings/loading.hpp"

namespace trawl::settings {
namespace {

using namespace testing;

TEST(Platforms, EveryKeyIsReadAndTheOrderStays) {
  const Settings settings = settings_of(R"(
platforms:
  zoo:
    plugin: pages
    enabled: false
    config: {start: "https://zoo.example/", depth: 3}
    limits: {time: 90s, memory: 64MiB}
    expect: {min_items: 0, max_drop: 12.5%}
  ant: {plugin: pages, config: {start: x}}
)");
  ASSERT_EQ(settings.platforms.size(), 2U);
  const Platform& zoo = settings.platforms[0];
  EXPECT_EQ(zoo.name, "zoo");
  EXPECT_EQ(zoo.plugin, "pages");
  EXPECT_FALSE(zoo.enabled);
  EXPECT_EQ(zoo.config, R"({"depth":3,"start":"https://zoo.example/"})");
  EXPECT_EQ(zoo.limits.time, std::chrono::seconds(90));
  EXPECT_EQ(zoo.limits.memory, 64U << 20);
  EXPECT_EQ(zoo.expect.min_items, 0);
  EXPECT_DOUBLE_EQ(zoo.expect.max_drop, 0.125);
  EXPECT_EQ(settings.find_platform("ant"), &settings.platforms[1]);
  EXPECT_EQ(settings.find_platform("bee"), nullptr);
}

TEST(Platforms, NamesHaveAForm) {
  for (const char* good : {"a", "0", "a-b_c9"})
    EXPECT_THAT(faults_of(std::string("platforms: {") + good + ": {plugin: pages, config: {start: x}}}"),
                IsEmpty());
  for (const char* bad : {"Books", "-a", "a b", "a/b", "ä"})
    EXPECT_THAT(faults_of(std::string("platforms: {\"") + bad + "\": {plugin: pages, config: {start: x}}}"),
                ElementsAre(HasSubstr("1:13: platforms: '" + std::string(bad) + "' is no name")));
  const std::string longest(64, 'a');
  EXPECT_THAT(faults_of("platforms: {" + longest + ": {plugin: pages, config: {start: x}}}"), IsEmpty());
  EXPECT_THAT(faults_of("platforms: {" + longest + "a: {plugin: pages, config: {start: x}}}").size(), 1U);
}

TEST(Platforms, TheNumberHasALimit) {
  std::string text = "platforms:\n";
  for (int i = 0; i < 1001; ++i)
    text += "  p" + std::to_string(i) + ": {plugin: pages, config: {start: x}}\n";
  EXPECT_THAT(faults_of(text), ElementsAre("1:1: platforms: expected at most 1000 entries, got 1001"));
}

TEST(Platforms, APluginIsRequiredAndMustBeInstalled) {
  EXPECT_THAT(faults_of("platforms:\n  a: {enabled: true}\n  b: {plugin: pagse}\n  c: {plugin: zebra}\n"),
              ElementsAre("2:3: platforms.a: missing key 'plugin': which plugin scrapes it",
                          "3:15: platforms.b.plugin: no plugin 'pagse' is installed, did you mean 'pages'?",
                          "4:15: platforms.c.plugin: no plugin 'zebra' is installed; plugins.path says where "
                          "trawl looks for plugins"));
}

TEST(Platforms, WithoutALookupPluginsAreNotChecked) {
  LoadOptions options = machine();
  options.find_plugin = {};
  EXPECT_THAT(faults_of("platforms: {a: {plugin: zebra, config: {anything: goes}}}", options), IsEmpty());
}

TEST(Platforms, AConfigIsCheckedAgainstThePluginsSchema) {
  EXPECT_THAT(faults_of(R"(platforms:
  a:
    plugin: pages
    config:
      start: 5
      depht: 2
      depth: 10
      images: on
      fields:
        price: 3
)"),
              ElementsAre("5:14: platforms.a.config at /start: expected text, got the integer 5; put it in "
                          "quotation marks (where the crawl begins)",
                          "6:7: platforms.a.config: unknown key 'depht', did you mean 'depth'?",
                          "7:14: platforms.a.config at /depth: expected at most 9, got 10",
                          "8:15: platforms.a.config at /images: expected true or false, got the text 'on'; "
                          "YAML 1.2 reads yes, no, on and off as text",
                          "10:16: platforms.a.config at /fields/price: expected text, got the integer 3; put "
                          "it in quotation marks"));
}

TEST(Platforms, AnAbsentConfigIsCheckedAsAnEmptyOne) {
  EXPECT_THAT(faults_of("platforms:\n  a:\n    plugin: pages\n"),
              ElementsAre("2:3: platforms.a.config: missing key 'start': where the crawl begins"));
  EXPECT_THAT(faults_of("platforms:\n  a:\n    plugin: pages\n    config:\n"),
              ElementsAre("4:5: platforms.a.config: missing key 'start': where the crawl begins"));
  EXPECT_THAT(faults_of("platforms:\n  a:\n    plugin: pages\n    config: [x]\n"),
              ElementsAre("4:13: platforms.a.config: expected a map of keys and values, got a list"));
}

TEST(Platforms, ABrokenSchemaIsReportedOnce) {
  const model::PluginDescriptor broken{.id = "broken", .config_schema = R"({"type": "objekt"})"};
  LoadOptions options = machine();
  options.find_plugin = [&](std::string_view) { return &broken; };
  EXPECT_THAT(faults_of("platforms:\n  a: {plugin: broken}\n  b: {plugin: broken}\n", options),
              ElementsAre("2:15: platforms.a.plugin: 'broken' has a broken configuration schema: /type must "
                          "be object, array, string, integer, number, "
                          "boolean or null, or a list of them; report it to the plugin's author"));
}

TEST(Platforms, KeywordsThatAreNotCheckedAreAWarning) {
  const model::PluginDescriptor rich{.id = "rich",
                                     .config_schema = R"({"if": {}, "propertyNames": {}, "x-unit": "s"})"};
  LoadOptions options = machine();
  options.find_plugin = [&](std::string_view) { return &rich; };
  const LoadResult result = load_here("platforms:\n  a: {plugin: rich}\n", options);
  EXPECT_TRUE(result.settings);
  EXPECT_THAT(lines(result.warnings),
              ElementsAre("t.yaml:2:15: platforms.a.plugin: 'rich' has a configuration schema with keywords "
                          "that trawl does not check: if, propertyNames"));
}

TEST(Platforms, FaultsOfLimitsAndExpectations) {
  EXPECT_THAT(
      faults_of("platforms:\n  a:\n    plugin: pages\n    config: {start: x}\n    limits: {time: 0s, memory: "
                "1MiB}\n    expect: {max_drop: 50, min_items: -1}\n"),
      ElementsAre("5:20: platforms.a.limits.time: expected a duration from 1ms to 7d, got 0s",
                  "5:32: platforms.a.limits.memory: expected a size from 16MiB to 1TiB, got 1MiB",
                  "6:24: platforms.a.expect.max_drop: expected a percentage such as 50%, got the integer 50",
                  "6:39: platforms.a.expect.min_items: expected an integer from 0 to 1000000000, got -1"));
}

TEST(Platforms, TheDigestFollowsTheMeaningNotTheSpelling) {
  const auto digest = [](std::string_view platform) {
    return settings_of("platforms:\n  a: " + std::string(platform)).platforms[0].digest;
  };
  const std::string digest_1 = digest("{plugin: pages, config: {start: x, depth: 2}, limits: {time: 60s}}");
  EXPECT_EQ(digest_1.size(), 64U);
  EXPECT_EQ(digest_1, digest("{limits: {time: 1m}, config: {depth: 2, start: 'x'}, plugin: pages}"));
  EXPECT_NE(digest_1, digest("{plugin: pages, config: {start: x, depth: 3}, limits: {time: 60s}}"));
  EXPECT_NE(digest_1, digest("{plugin: pages, config: {start: x, depth: 2}, limits: {time: 61s}}"));
  EXPECT_NE(
      digest_1,
      digest("{plugin: pages, config: {start: x, depth: 2}, limits: {time: 60s}, fetch: {robots: ignore}}"));
}

}  // namespace
}  // namespace trawl::settings
