#include "trawlctl/installation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/temp_dir.hpp"

namespace trawl::ctl {
namespace {

namespace fs = std::filesystem;

struct InstallationTree : testing::Test {
  void program(const fs::path& path) {
    fs::create_directories((root / path).parent_path());
    std::ofstream(root / path) << "";
  }
  test::TempDir own;
  fs::path root = own.path();
};

TEST_F(InstallationTree, BuildFolderHasEverythingBesideTrawlctl) {
  program("bin/trawld");
  fs::create_directories(root / "lib/trawl/plugins-1");
  const auto found = find_installation(root / "bin/trawlctl");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->trawld, root / "bin/trawld");
  EXPECT_EQ(found->plugins, root / "lib/trawl/plugins-1");
}

TEST_F(InstallationTree, DebianHasTheDaemonInSbinAndPluginsBelowTheTriplet) {
  program("usr/sbin/trawld");
  fs::create_directories(root / "usr/lib/x86_64-linux-gnu/trawl/plugins-1");
  const auto found = find_installation(root / "usr/bin/trawlctl");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->trawld, root / "usr/sbin/trawld");
  EXPECT_EQ(found->plugins, root / "usr/lib/x86_64-linux-gnu/trawl/plugins-1");
}

TEST_F(InstallationTree, WhatIsMissingIsNamedWithThePlaces) {
  const auto found = find_installation(root / "bin/trawlctl");
  ASSERT_FALSE(found);
  EXPECT_THAT(found.error().message, testing::HasSubstr((root / "bin/trawld").string()));
}

}  // namespace
}  // namespace trawl::ctl
