// What the bridge does with scripts, good and bad.
#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <trawl/plugin.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/sdk-plugin/fake_host.hpp"

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Script : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    void* loaded = ::dlopen(TRAWL_BINARY_DIR "/lib/trawl/plugins-1/python.so", RTLD_NOW | RTLD_LOCAL);
    ASSERT_TRUE(loaded) << ::dlerror();
    plugin_ = reinterpret_cast<const trawl_module* (*)()>(::dlsym(loaded, "trawl_module_v1"))()->plugins[0];
  }

  void SetUp() override {
    std::string folder = std::filesystem::temp_directory_path() / "script-test-XXXXXX";
    ASSERT_TRUE(::mkdtemp(folder.data()));
    folder_ = folder;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& text) {
    const auto path = folder_ / "shop.py";
    std::ofstream(path) << text;
    ::chmod(path.c_str(), 0644);
    return path;
  }

  trawl_status run(const std::string& text, FakeHost& host) {
    const std::string path = write(text);
    host.config = {{"/script", path}, {"", "{\"script\":\"" + path + "\",\"limit\":3}"}};
    return plugin_->run(&host);
  }

  // What check_config() says of a script, "pointer: text".
  std::vector<std::string> complaints(const std::string& path) {
    const auto* check = static_cast<const trawl_check_v1*>(plugin_->extension(TRAWL_CHECK_V1));
    const std::string config = "{\"script\":\"" + path + "\"}";
    std::vector<std::string> said;
    check->check({config.data(), config.size()}, &said, [](void* sink, trawl_str pointer, trawl_str text) {
      static_cast<std::vector<std::string>*>(sink)->push_back(std::string(pointer.ptr, pointer.len) + ": " +
                                                              std::string(text.ptr, text.len));
    });
    return said;
  }

  static const trawl_plugin* plugin_;
  std::filesystem::path folder_;
};
const trawl_plugin* Script::plugin_ = nullptr;

TEST_F(Script, ReadsItsConfigurationAndEmits) {
  FakeHost host;
  EXPECT_EQ(
      run("def run(ctx):\n  for n in range(ctx.config['limit']): ctx.emit('n', str(n), {'n': n, 't': 'ä'})\n",
          host),
      TRAWL_OK);
  EXPECT_THAT(host.items,
              ElementsAre(R"(n/0/{"n":0,"t":"ä"})", R"(n/1/{"n":1,"t":"ä"})", R"(n/2/{"n":2,"t":"ä"})"));
}

TEST_F(Script, AnExceptionIsListedWithItsLineAndThePageBeingHandled) {
  FakeHost host;
  EXPECT_EQ(run("def run(ctx):\n  ctx.get('https://a.example/1')\n  {}['price']\n", host), TRAWL_FAILED);
  EXPECT_THAT(host.reports, ElementsAre("3/exception/https://a.example/1/shop.py:3: KeyError: 'price'"));
}

TEST_F(Script, AMissingKeyOfTheConfigurationIsNamed) {
  FakeHost host;
  EXPECT_EQ(run("def run(ctx):\n  ctx.config['start']\n", host), TRAWL_FAILED);
  EXPECT_THAT(host.reports, ElementsAre("3/config//configuration /start is missing"));
}

TEST_F(Script, AFailureHasACodeOfItsOwn) {
  FakeHost host;
  EXPECT_EQ(run("import trawl\ndef run(ctx):\n  raise trawl.Failure('sold_out', 'nothing left', "
                "'https://a.example/')\n",
                host),
            TRAWL_FAILED);
  EXPECT_THAT(host.reports, ElementsAre("3/sold_out/https://a.example//nothing left"));
}

TEST_F(Script, LeavingIsNoSuccess) {
  FakeHost host;
  EXPECT_EQ(run("import sys\ndef run(ctx):\n  sys.exit(0)\n", host), TRAWL_FAILED);
  EXPECT_THAT(host.reports, ElementsAre(HasSubstr("SystemExit: 0")));
}

TEST_F(Script, ACancelledRunIsNoError) {
  FakeHost host;
  host.cancel_after = 0;
  EXPECT_EQ(run("def run(ctx):\n  try:\n    ctx.get('https://a.example/')\n  except Exception: pass\n", host),
            TRAWL_CANCELLED);
  EXPECT_THAT(host.reports, IsEmpty());
}

TEST_F(Script, KeepsTheWindowFullAndCanKeepTheOrder) {
  FakeHost host(3);
  host.last_first = true;
  EXPECT_EQ(run("def run(ctx):\n"
                "  urls = [f'https://a.example/{n}' for n in range(7)]\n"
                "  for page in ctx.get_all(urls, in_order=True): ctx.emit('p', page.url, {})\n",
                host),
            TRAWL_OK);
  EXPECT_EQ(host.most_under_way, 3u);
  EXPECT_EQ(host.held, 0u);
  ASSERT_EQ(host.items.size(), 7u);
  for (int n = 0; n < 7; ++n) EXPECT_THAT(host.items[n], HasSubstr("a.example/" + std::to_string(n)));
}

TEST_F(Script, ANumberThatJsonDoesNotHaveIsRefused) {
  FakeHost host;
  EXPECT_EQ(run("def run(ctx):\n  ctx.emit('n', '1', {'n': float('nan')})\n", host), TRAWL_FAILED);
  EXPECT_THAT(host.reports, ElementsAre(HasSubstr("ValueError")));
}

TEST_F(Script, TheStandardLibraryIsThereWithItsExtensionModules) {
  FakeHost host;
  EXPECT_EQ(run("import csv, decimal, hashlib, json, lzma, sqlite3, ssl, xml.etree.ElementTree, zlib\ndef "
                "run(ctx): pass\n",
                host),
            TRAWL_OK);
  EXPECT_THAT(host.reports, IsEmpty());
}

TEST_F(Script, FaultsAreFoundWithoutRunningIt) {
  EXPECT_THAT(complaints(write("def run(ctx): pass\n")), IsEmpty());
  EXPECT_THAT(complaints(write("from shops import run\n")), IsEmpty());
  EXPECT_THAT(complaints(write("def run(ctx):\n  if True\n")),
              ElementsAre(HasSubstr("shop.py:2:10: expected ':'")));
  EXPECT_THAT(complaints(write("def start(ctx): pass\n")),
              ElementsAre(HasSubstr("has no function run(ctx)")));
  EXPECT_THAT(complaints(folder_ / "gone.py"), ElementsAre(HasSubstr("No such file or directory")));
}

TEST_F(Script, WhatOthersCanWriteIsNotRun) {
  const std::string path = write("def run(ctx): pass\n");
  ::chmod(path.c_str(), 0666);
  EXPECT_THAT(complaints(path), ElementsAre(HasSubstr("can be written by others; chmod go-w")));
}

}  // namespace
