#include "worker/plugin_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "tests/support/temp_dir.hpp"

namespace trawl::worker {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

class PluginFile : public testing::Test {
 protected:
  PluginFile() {
    std::ofstream(file_) << "\177ELF and so on";
    ::chmod(file_.c_str(), 0644);
  }

  std::string fault() const {
    const auto verdict = check_plugin_file(file_);
    return verdict ? "" : verdict.error().message;
  }

  test::TempDir own_;
  fs::path folder_ = own_.path(), file_ = folder_ / "shop.so";
};

TEST_F(PluginFile, AFileOfOursIsFine) {
  EXPECT_EQ(fault(), "");
}

TEST_F(PluginFile, OneThatOthersCanWriteIsRefusedWithTheRemedy) {
  ::chmod(file_.c_str(), 0664);
  EXPECT_THAT(fault(), HasSubstr("can be written by its group"));
  ::chmod(file_.c_str(), 0646);
  EXPECT_THAT(fault(), HasSubstr("can be written by everybody"));
  EXPECT_EQ(check_plugin_file(file_).error().hint, "chmod go-w " + file_.string());
}

TEST_F(PluginFile, AFolderThatOthersCanWriteIsRefused) {
  ::chmod(folder_.c_str(), 0777);
  EXPECT_THAT(fault(), HasSubstr(folder_.string() + " can be written by everybody"));
}

TEST_F(PluginFile, ALinkIsJudgedByWhereItLeads) {
  const fs::path link = folder_ / "link.so";
  fs::create_symlink(file_, link);
  EXPECT_TRUE(check_plugin_file(link).has_value());
  ::chmod(file_.c_str(), 0666);
  EXPECT_FALSE(check_plugin_file(link).has_value());
}

TEST_F(PluginFile, OneOfAnotherUserIsRefused) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  ASSERT_EQ(::chown(file_.c_str(), 65534, 65534), 0);
  EXPECT_THAT(fault(), HasSubstr("belongs to uid 65534"));
}

TEST_F(PluginFile, WhatIsNoElfFileIsRefused) {
  std::ofstream(file_) << "#!/bin/sh";
  EXPECT_THAT(fault(), HasSubstr("not an ELF file"));
  std::ofstream(file_, std::ios::trunc).close();
  EXPECT_THAT(fault(), HasSubstr("not an ELF file"));
}

TEST_F(PluginFile, WhatIsNoFileIsRefused) {
  fs::remove(file_);
  EXPECT_THAT(fault(), HasSubstr("No such file"));
  fs::create_directory(file_);
  EXPECT_THAT(fault(), HasSubstr("is not a regular file"));
}

}  // namespace
}  // namespace trawl::worker
