// What the host sees of a plugin's check_config(): the extension "trawl.check/1".
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <trawl/plugin.hpp>

#include "tests/unit/sdk-plugin/fake_host.hpp"

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Throws what its configuration says.
struct Picky {
  static constexpr auto id = "picky", version = "1";
  static void check_config(std::string_view config_json) {
    if (config_json == "fault") throw trawl::config_fault("/a/b", "no such thing at column 3");
    if (config_json == "invalid") throw std::invalid_argument("said by a parser");
    if (config_json == "broken") throw std::runtime_error("the check is broken");
    if (config_json == "odd") throw 1;
  }
  void run(trawl::context& ctx) { check_config(ctx.config("/what")); }
};

struct Easy {
  static constexpr auto id = "easy", version = "1";
  void run(trawl::context&) {}
};

struct Verdict {
  trawl_status status = TRAWL_OK;
  std::vector<std::string> complaints;  // "pointer: text"
};

const trawl_plugin& only_plugin_of(const trawl_module* module) {
  return *module->plugins[0];
}

Verdict check(std::string_view config) {
  const auto& plugin = only_plugin_of(trawl::detail::module<Picky>());
  const auto* extension = static_cast<const trawl_check_v1*>(plugin.extension(TRAWL_CHECK_V1));
  Verdict verdict;
  verdict.status = extension->check(
      trawl::detail::to_str(config), &verdict.complaints, [](void* sink, trawl_str pointer, trawl_str text) {
        static_cast<std::vector<std::string>*>(sink)->push_back(
            std::string(trawl::detail::to_view(pointer)) + ": " + std::string(trawl::detail::to_view(text)));
      });
  return verdict;
}

TEST(CheckConfig, APluginWithoutItHasNoExtension) {
  EXPECT_EQ(only_plugin_of(trawl::detail::module<Easy>()).extension, nullptr);
}

TEST(CheckConfig, AnUnknownExtensionIsNull) {
  EXPECT_EQ(only_plugin_of(trawl::detail::module<Picky>()).extension("trawl.check/2"), nullptr);
}

TEST(CheckConfig, AGoodConfigurationIsJudgedWithoutComplaint) {
  const auto verdict = check("{}");
  EXPECT_EQ(verdict.status, TRAWL_OK);
  EXPECT_THAT(verdict.complaints, IsEmpty());
}

TEST(CheckConfig, AFaultIsAComplaintWithItsPointer) {
  const auto verdict = check("fault");
  EXPECT_EQ(verdict.status, TRAWL_OK);
  EXPECT_THAT(verdict.complaints, ElementsAre("/a/b: no such thing at column 3"));
}

TEST(CheckConfig, AnInvalidArgumentIsAboutTheWholeConfiguration) {
  const auto verdict = check("invalid");
  EXPECT_EQ(verdict.status, TRAWL_OK);
  EXPECT_THAT(verdict.complaints, ElementsAre(": said by a parser"));
}

TEST(CheckConfig, AnyOtherExceptionMeansThatNothingWasJudged) {
  EXPECT_EQ(check("broken").status, TRAWL_FAILED);
  EXPECT_THAT(check("broken").complaints, ElementsAre(": the check is broken"));
  EXPECT_EQ(check("odd").status, TRAWL_FAILED);
}

TEST(CheckConfig, AFaultThatLeavesRunIsReportedWithItsPlace) {
  FakeHost host;
  host.config["/what"] = "fault";
  EXPECT_EQ(trawl::detail::run_plugin<Picky>(&host), TRAWL_FAILED);
  EXPECT_THAT(host.reports, ElementsAre("3/config//config/a/b: no such thing at column 3"));
}

TEST(PointerStep, EscapesWhatAPointerWouldReadAsSomethingElse) {
  EXPECT_EQ(trawl::pointer_step("a/b~c"), "/a~1b~0c");
}

}  // namespace
