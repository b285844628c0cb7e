// The configuration that is in force, and where each value comes from.
#include "settings/effective.hpp"

#include <boost/json.hpp>

#include "tests/unit/settings/loading.hpp"

namespace trawl::settings {
namespace {

using namespace testing;
namespace json = boost::json;

constexpr std::string_view text = R"(state_dir: /srv/trawl
fetch:
  proxy: http://ann:hunter2@proxy.example:3128
  timeout: {total: 90s}
platforms:
  a:
    plugin: pages
    config:
      start: https://a.example/
    fetch:
      max_body: 1MiB
schedules:
  s: {every: 90m, platforms: all}
)";

std::string at(const json::object& object, std::string_view pointer) {
  return json::serialize(json::value(object).at_pointer(pointer));
}

TEST(Effective, ShowsEveryValueThatHolds) {
  const json::object values = to_json(settings_of(text), Secrets::redacted);
  EXPECT_EQ(at(values, "/state_dir"), R"("/srv/trawl")");
  EXPECT_EQ(at(values, "/socket/mode"), R"("0660")");
  EXPECT_EQ(at(values, "/fetch/max_connections"), "256");
  EXPECT_EQ(at(values, "/platforms/a/fetch/timeout/total"), R"("90s")");
  EXPECT_EQ(at(values, "/platforms/a/fetch/max_body"), R"("1MiB")");
  EXPECT_EQ(at(values, "/platforms/a/expect/max_drop"), R"("50%")");
  EXPECT_EQ(at(values, "/schedules/s/every"), R"("90m")");
  EXPECT_EQ(at(values, "/schedules/s/platforms"), R"(["a"])");
}

TEST(Effective, HidesTheProxysPassword) {
  const std::string shown = json::serialize(effective(settings_of(text)));
  EXPECT_THAT(shown, ::testing::Not(HasSubstr("hunter2")));
  EXPECT_THAT(shown, HasSubstr("http://***@proxy.example:3128"));
}

TEST(Effective, SaysWhereEachValueComesFrom) {
  const json::object origins = effective(settings_of(text)).at("origins").as_object();
  EXPECT_EQ(origins.at("/state_dir"), "t.yaml:1");
  EXPECT_EQ(origins.at("/log/level"), "default");
  EXPECT_EQ(origins.at("/platforms/a/config/start"), "t.yaml:9");
  EXPECT_EQ(origins.at("/platforms/a/fetch/max_body"), "t.yaml:11");
  EXPECT_EQ(origins.at("/platforms/a/fetch/timeout/total"), "t.yaml:4");  // inherited
  EXPECT_EQ(origins.at("/platforms/a/fetch/robots"), "default");
}

TEST(Effective, TheDigestFollowsTheMeaningNotTheSpelling) {
  const auto digest = [](const std::string& yaml) { return settings_of(yaml).digest; };
  const std::string a = "  a: {plugin: pages, config: {start: x}}\n",
                    b = "  b: {plugin: pages, config: {start: x}}\n";
  EXPECT_EQ(digest("# comment\nretention: {days: 90}\nplatforms:\n" + a), digest("platforms:\n" + a));
  EXPECT_NE(digest("retention: {days: 91}\nplatforms:\n" + a), digest("platforms:\n" + a));
  EXPECT_NE(digest("platforms:\n" + a + b), digest("platforms:\n" + b + a));
}

TEST(Effective, AChangedPasswordChangesTheDigest) {
  EXPECT_NE(settings_of("fetch: {proxy: \"http://u:1@p\"}").digest,
            settings_of("fetch: {proxy: \"http://u:2@p\"}").digest);
}

}  // namespace
}  // namespace trawl::settings
