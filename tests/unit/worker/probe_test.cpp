#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <optional>

#include "tests/unit/worker/conversation.hpp"
#include "worker/process_launcher.hpp"

namespace trawl::worker {
namespace {

using testing::AllOf;
using testing::HasSubstr;

Result<std::vector<model::PluginDescriptor>> probe(const std::filesystem::path& file) {
  asio::io_context io;
  const auto launcher = make_process_launcher(io.get_executor(), worker_program);
  std::optional<Result<std::vector<model::PluginDescriptor>>> answer;
  const auto ask = [&]() -> Task<> { answer = co_await launcher->probe(file); };
  spawn(io.get_executor(), "test", ask);
  io.run();
  return std::move(*answer);
}

std::string refusal(const std::string& misfit) {
  const auto answer = probe(fixture_folder / ("misfit-" + misfit + ".so"));
  return answer ? "it was accepted" : answer.error().message;
}

TEST(Probe, ALibraryDescribesItsPlugins) {
  const auto plugins = probe(plugin_folder / "demo.so");
  ASSERT_TRUE(plugins.has_value()) << plugins.error().message;
  ASSERT_EQ(plugins->size(), 1u);
  const model::PluginDescriptor& demo = plugins->front();
  EXPECT_EQ(demo.id, "demo");
  EXPECT_EQ(demo.license, "MIT");
  EXPECT_THAT(demo.summary, HasSubstr("without any network"));
  EXPECT_THAT(demo.config_schema, HasSubstr("\"fail_rate\""));
  EXPECT_EQ(demo.abi_major, 1);
  EXPECT_THAT(demo.sdk, HasSubstr("trawl-sdk 1."));
  EXPECT_EQ(demo.file, plugin_folder / "demo.so");
  EXPECT_EQ(demo.digest.size(), 64u);
}

TEST(Probe, ANewerAbiIsNamed) {
  EXPECT_THAT(refusal("newer-abi"), HasSubstr("is built for plugin ABI 2; this trawl speaks ABI 1"));
  EXPECT_THAT(refusal("wrong-major"), HasSubstr("is built for plugin ABI 7"));
}

TEST(Probe, AMissingEntryIsNamedWithTheRemedy) {
  EXPECT_THAT(refusal("no-entry"),
              AllOf(HasSubstr("does not export trawl_module_v1"), HasSubstr("TRAWL_PLUGIN")));
}

TEST(Probe, WrongSizesAreNamed) {
  EXPECT_THAT(refusal("wrong-module-size"), HasSubstr("describes itself in 8 bytes; ABI 1 needs 32"));
  EXPECT_THAT(refusal("wrong-plugin-size"), HasSubstr("describes a plugin in 24 bytes; ABI 1 needs 80"));
}

TEST(Probe, AnEmptyOrDoubleModuleIsRefused) {
  EXPECT_THAT(refusal("null-module"), HasSubstr("returns no module"));
  EXPECT_THAT(refusal("no-plugins"), HasSubstr("claims 0 plugins"));
  EXPECT_THAT(refusal("twice"), HasSubstr("has two plugins 'misfit'"));
}

TEST(Probe, APluginWithoutIdOrRunIsRefused) {
  EXPECT_THAT(refusal("bad-id"), HasSubstr("id is not of the form"));
  EXPECT_THAT(refusal("null-run"), HasSubstr("without run()"));
}

TEST(Probe, AnUndefinedSymbolIsToldInTheLoadersWords) {
  EXPECT_THAT(refusal("undefined-symbol"), HasSubstr("undefined symbol: no_library_has_this"));
}

TEST(Probe, AConstructorThatCrashesOrLeavesCostsOnlyTheProbe) {
  if (!sanitized) EXPECT_THAT(refusal("crashing-constructor"), HasSubstr("ended its process with SIGABRT"));
  EXPECT_THAT(refusal("leaving-constructor"), HasSubstr("left the process while it was loaded"));
}

TEST(Probe, AConstructorThatHangsIsKilled) {
  EXPECT_THAT(refusal("hanging-constructor"),
              testing::AnyOf(HasSubstr("did not say in time"), HasSubstr("SIGXCPU")));
}

TEST(Probe, WhatAConstructorPrintsIsNotTheAnswer) {
  const auto plugins = probe(fixture_folder / "misfit-printing-constructor.so");
  ASSERT_TRUE(plugins.has_value()) << plugins.error().message;
  EXPECT_EQ(plugins->at(0).id, "misfit");
}

TEST(Probe, AMissingWorkerProgramIsToldWithTheRemedy) {
  asio::io_context io;
  const auto launcher = make_process_launcher(io.get_executor(), "/nowhere/trawl-worker");
  const auto worker = launcher->launch({.plugin = plugin_folder / "demo.so"});
  ASSERT_FALSE(worker.has_value());
  EXPECT_THAT(worker.error().message, HasSubstr("/nowhere/trawl-worker cannot be started: No such file"));
  EXPECT_FALSE(worker.error().hint.empty());
}

}  // namespace
}  // namespace trawl::worker
