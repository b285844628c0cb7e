// Plugins that were built when a version of the ABI was released run on the trawl of today. Their libraries
// are in old/, each beside its source.
#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <trawl/plugin.h>

#include <algorithm>

#include "tests/unit/sdk-plugin/fake_host.hpp"
#include "tests/unit/worker/conversation.hpp"

namespace trawl::worker {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Eq;
using testing::Field;

const std::string library = TRAWL_BINARY_DIR "/tests/old-plugins/v1.0.amd64.so";

// What it emits of the configuration and the run: "fact/NAME/{...}".
const std::vector<std::pair<std::string, std::string>> facts = {{"text", "words"},
                                                                {"integer", "7"},
                                                                {"tenths", "25"},
                                                                {"flag", "1"},
                                                                {"json", "7"},
                                                                {"absent", "yes"},
                                                                {"window", "4"},
                                                                {"stopping", "no"},
                                                                {"extension", "none"},
                                                                {"seen", "by an earlier run"},
                                                                {"header", "text/plain"},
                                                                {"page 1000", "hello"},
                                                                {"page 1039", "hello"}};

std::string value(const std::string& text) {
  return R"({"value":")" + text + R"("})";
}

#ifdef __x86_64__

// Stays loaded, as in the worker.
const trawl_module& load() {
  void* loaded = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!loaded) throw std::runtime_error(::dlerror());
  return *reinterpret_cast<const trawl_module* (*)()>(::dlsym(loaded, "trawl_module_v1"))();
}

TEST(OldPlugin, LoadsAndSaysWhatItIs) {
  const trawl_module& module = load();
  EXPECT_EQ(module.abi_major, 1);
  EXPECT_EQ(module.abi_minor, 0);
  ASSERT_EQ(module.plugin_count, 1u);
  EXPECT_STREQ(module.plugins[0]->id, "old-1-0");
  EXPECT_STREQ(module.plugins[0]->homepage, "https://a.example/");
}

TEST(OldPlugin, ChecksAConfigurationAsItDidThen) {
  const auto* check = static_cast<const trawl_check_v1*>(load().plugins[0]->extension("trawl.check/1"));
  ASSERT_TRUE(check);
  std::vector<std::string> complaints;
  const auto complain = [](void* sink, trawl_str pointer, trawl_str text) {
    static_cast<std::vector<std::string>*>(sink)->push_back(std::string(pointer.ptr, pointer.len) + " " +
                                                            std::string(text.ptr, text.len));
  };
  EXPECT_EQ(check->check({"{}", 2}, &complaints, complain), TRAWL_OK);
  EXPECT_THAT(complaints, testing::ElementsAre("/text is needed"));
  EXPECT_EQ(load().plugins[0]->extension("test.none/1"), nullptr);
}

TEST(OldPlugin, RunsInProcess) {
  FakeHost host(4);
  host.config = {{"/text", "words"}, {"/integer", "7"}, {"/number", "2.5"}, {"/flag", "true"}};
  host.state["seen"] = "by an earlier run";
  host.answer = [](const std::string&) {
    return FakeHost::Answer{TRAWL_NET_OK, 200, "hello", "", {{"Content-Type", "text/plain"}}};
  };
  EXPECT_EQ(load().plugins[0]->run(&host), TRAWL_OK);
  for (const auto& [name, text] : facts)
    EXPECT_THAT(host.items, Contains("fact/" + name + "/" + value(text)));
  EXPECT_EQ(host.state["seen"], "by 1.0");
  EXPECT_EQ(host.checkpoints, 1);
  EXPECT_EQ(host.fetched.size(), 40u);
  EXPECT_EQ(host.most_under_way, 4u);
  EXPECT_EQ(host.held, 0u);
}

TEST(OldPlugin, RunsInAWorker) {
  Conversation script =
      conversation_with("old-1-0", R"({"text":"words","integer":7,"number":2.5,"flag":true})");
  script.launch.plugin = library;
  script.start.state = {{"seen", "by an earlier run"}};
  script.start.now_us = 1'000'000;
  const Outcome outcome = hold(script);
  EXPECT_TRUE(outcome.succeeded());
  for (const auto& [name, text] : facts)
    EXPECT_THAT(outcome.all<wire::Item>(),
                Contains(AllOf(Field(&wire::Item::kind, "fact"), Field(&wire::Item::key, name),
                               Field(&wire::Item::data, value(text)))));
  EXPECT_THAT(outcome.all<wire::Item>(), Contains(Field(&wire::Item::key, "encoding")));
  EXPECT_EQ(outcome.all<wire::Breach>().size(), 0u);
  EXPECT_EQ(outcome.all<wire::Checkpoint>().size(), 1u);
  EXPECT_EQ(outcome.all<wire::State>().at(0).value, "by 1.0");
  EXPECT_EQ(outcome.all<wire::Report>().at(0).severity, TRAWL_WARNING);
  EXPECT_EQ(outcome.all<wire::Log>().at(0).text, "hello from 1.0");
  EXPECT_EQ(outcome.all<wire::Progress>().back().total, 2u);
}

TEST(OldPlugin, ItsRequestsArriveWhole) {
  Conversation script = conversation_with("old-1-0", "{}");
  script.launch.plugin = library;
  const Outcome outcome = hold(script);
  const auto fetches = outcome.all<wire::Fetch>();
  ASSERT_EQ(fetches.size(), 40u);
  EXPECT_EQ(fetches[7].method, "POST");
  EXPECT_EQ(fetches[7].url, "https://a.example/7");
  EXPECT_EQ(fetches[7].body, "a=1");
  EXPECT_EQ(fetches[7].timeout_ms, 5000u);
  EXPECT_EQ(fetches[7].flags, std::uint32_t{TRAWL_REQ_QUIET | TRAWL_REQ_NO_CACHE | TRAWL_REQ_NO_REDIRECT});
  EXPECT_EQ(fetches[7].headers, (std::vector<wire::Header>{{"X-Number", "7"}}));
}

#else

TEST(OldPlugin, IsBuiltForAnotherMachine) {
  GTEST_SKIP() << library << " is for amd64";
}

#endif

}  // namespace
}  // namespace trawl::worker
