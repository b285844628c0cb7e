#include "client/socket.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "tests/support/temp_dir.hpp"

namespace trawl::client {
namespace {

using testing::Test;

struct SocketFolder : Test {
  test::TempDir own;
  std::filesystem::path folder = own.path();
};

TEST_F(SocketFolder, MissingFileSaysThatTheDaemonIsNotRunning) {
  const auto fd = connect_socket(folder / "none");
  ASSERT_FALSE(fd);
  EXPECT_EQ(fd.error().code, Code::daemon_unreachable);
  EXPECT_NE(fd.error().message.find("there is no socket at"), std::string::npos);
  EXPECT_NE(fd.error().hint.find("systemctl start trawl"), std::string::npos);
}

TEST_F(SocketFolder, AbandonedSocketSaysThatTheDaemonHasStopped) {
  const std::string path = folder / "stale";
  {
    UniqueFd listener(socket(AF_UNIX, SOCK_STREAM, 0));
    sockaddr_un address{.sun_family = AF_UNIX};
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    ASSERT_EQ(bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    listen(listener.get(), 1);
  }
  const auto fd = connect_socket(path);
  ASSERT_FALSE(fd);
  EXPECT_EQ(fd.error().code, Code::daemon_unreachable);
  EXPECT_NE(fd.error().message.find("nobody listens"), std::string::npos);
}

TEST_F(SocketFolder, FileThatIsNoSocketIsUnreachable) {
  std::ofstream(folder / "plain") << "x";
  const auto fd = connect_socket(folder / "plain");
  ASSERT_FALSE(fd);
  EXPECT_EQ(fd.error().code, Code::daemon_unreachable);
}

TEST_F(SocketFolder, PathTooLongForASocketIsRefused) {
  const auto fd = connect_socket(folder / std::string(200, 'x'));
  ASSERT_FALSE(fd);
  EXPECT_EQ(fd.error().code, Code::invalid_params);
}

TEST(ExplainConnectFailure, PermissionNamesUserGroupsAndTheCommand) {
  const Error error = explain_connect_failure(EACCES, {.path = "/run/trawl/trawl.sock",
                                                       .user = "ann",
                                                       .uid = 1000,
                                                       .groups = "ann, users",
                                                       .needed_group = "trawl"});
  EXPECT_EQ(error.code, Code::permission_denied);
  EXPECT_EQ(error.message,
            "ann (uid 1000, groups: ann, users) may not open /run/trawl/trawl.sock; members of the group "
            "trawl may");
  EXPECT_EQ(error.hint, "sudo adduser ann trawl, then log in again");
}

}  // namespace
}  // namespace trawl::client
