#include "base/unix_listener.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "tests/support/rpc_daemon.hpp"
#include "tests/support/temp_dir.hpp"

namespace trawl {
namespace {

namespace fs = std::filesystem;

class UnixListenerTest : public testing::Test {
 protected:
  std::string path() const { return folder_ / "s"; }

  test::TempDir own_;
  fs::path folder_ = own_.path();
};

TEST_F(UnixListenerTest, ListensWithExactlyTheModeAskedForWhateverTheUmask) {
  const mode_t before = umask(0077);
  const auto listener = listen_at_path({.path = path(), .mode = 0666});
  umask(before);
  ASSERT_TRUE(listener);
  struct stat status{};
  ASSERT_EQ(stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0666u);
  EXPECT_TRUE(tests::LineClient(path()).connected());
}

TEST_F(UnixListenerTest, LeavesNothingElseInTheFolder) {
  const auto listener = listen_at_path({.path = path()});
  ASSERT_TRUE(listener);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(UnixListenerTest, ReplacesASocketThatNobodyAnswers) {
  {
    ASSERT_TRUE(listen_at_path({.path = path()}));
  }
  EXPECT_TRUE(fs::exists(path()));
  const auto again = listen_at_path({.path = path()});
  ASSERT_TRUE(again);
  EXPECT_TRUE(tests::LineClient(path()).connected());
}

TEST_F(UnixListenerTest, RefusesAPathThatSomeoneAnswers) {
  const auto first = listen_at_path({.path = path()});
  ASSERT_TRUE(first);
  const auto second = listen_at_path({.path = path()});
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find("another process"), std::string::npos) << second.error().message;
  EXPECT_TRUE(tests::LineClient(path()).connected());
}

TEST_F(UnixListenerTest, NeverReplacesAFile) {
  std::ofstream(path()) << "precious";
  const auto listener = listen_at_path({.path = path()});
  ASSERT_FALSE(listener);
  EXPECT_NE(listener.error().message.find("not a socket"), std::string::npos);
  EXPECT_EQ(fs::file_size(path()), 8u);
}

TEST_F(UnixListenerTest, RefusesAPathThatTheSystemCannotHold) {
  const auto listener = listen_at_path({.path = folder_ / std::string(120, 'x')});
  ASSERT_FALSE(listener);
  EXPECT_NE(listener.error().message.find("too long"), std::string::npos);
}

TEST_F(UnixListenerTest, AMissingFolderIsNamed) {
  const auto listener = listen_at_path({.path = folder_ / "none" / "s"});
  ASSERT_FALSE(listener);
  EXPECT_NE(listener.error().message.find("none/s"), std::string::npos) << listener.error().message;
}

TEST_F(UnixListenerTest, RemovesOnlyItsOwnPath) {
  auto first = listen_at_path({.path = path()});
  ASSERT_TRUE(first);
  first->socket.reset();
  const auto second = listen_at_path({.path = path()});
  ASSERT_TRUE(second);
  remove_path(*first);
  EXPECT_TRUE(fs::exists(path()));
  remove_path(*second);
  EXPECT_FALSE(fs::exists(path()));
}

}  // namespace
}  // namespace trawl
