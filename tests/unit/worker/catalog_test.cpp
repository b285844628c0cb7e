#include "worker/catalog.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <boost/asio/io_context.hpp>
#include <fstream>

#include "tests/unit/worker/conversation.hpp"
#include "worker/process_launcher.hpp"
#include "tests/support/temp_dir.hpp"

namespace trawl::worker {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

class CatalogTest : public testing::Test {
 protected:
  CatalogTest() {
    fs::create_directory(root_ / "first");
    fs::create_directory(root_ / "second");
  }

  Catalog look() {
    asio::io_context io;
    const auto launcher = make_process_launcher(io.get_executor(), worker_program);
    Catalog catalog;
    const std::vector<fs::path> folders{root_ / "first", root_ / "missing", root_ / "second"};
    const auto ask = [&]() -> Task<> { catalog = co_await scan(*launcher, folders); };
    spawn(io.get_executor(), "test", ask);
    io.run();
    return catalog;
  }

  void install(const fs::path& library, const std::string& as) { fs::copy_file(library, root_ / as); }

  test::TempDir own_;
  fs::path root_ = own_.path();
};

TEST_F(CatalogTest, FindsThePluginsOfAllFoldersAndSkipsMissingOnes) {
  install(plugin_folder / "demo.so", "first/demo.so");
  install(fixture_folder / "crawler.so", "second/crawler.so");
  std::ofstream(root_ / "first/README.md") << "no library";
  const Catalog catalog = look();
  ASSERT_EQ(catalog.plugins.size(), 2u);
  EXPECT_EQ(catalog.plugins[0].id, "demo");
  EXPECT_EQ(catalog.plugins[1].id, "crawler");
  EXPECT_TRUE(catalog.faults.empty());
}

TEST_F(CatalogTest, TheEarlierFolderWinsAndTheOtherIsToldAbout) {
  install(plugin_folder / "demo.so", "first/demo.so");
  install(plugin_folder / "demo.so", "second/demo.so");
  const Catalog catalog = look();
  ASSERT_EQ(catalog.plugins.size(), 1u);
  EXPECT_EQ(catalog.plugins[0].file, root_ / "first/demo.so");
  ASSERT_EQ(catalog.faults.size(), 1u);
  EXPECT_THAT(catalog.faults[0].error.message, HasSubstr("plugin 'demo' is already provided by"));
}

TEST_F(CatalogTest, ABadLibraryIsAFaultAndCostsNoOther) {
  std::ofstream(root_ / "first/broken.so") << "this is text";
  install(plugin_folder / "demo.so", "first/demo.so");
  const Catalog catalog = look();
  ASSERT_EQ(catalog.plugins.size(), 1u);
  ASSERT_EQ(catalog.faults.size(), 1u);
  EXPECT_THAT(catalog.faults[0].error.message, HasSubstr("not an ELF file"));
}

}  // namespace
}  // namespace trawl::worker
