#include "base/peer.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "base/unique_fd.hpp"

namespace trawl {
namespace {

TEST(Peer, TheKernelSaysWhoItIs) {
  int ends[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
  const UniqueFd left(ends[0]), right(ends[1]);
  const auto peer = peer_of(left.get());
  ASSERT_TRUE(peer);
  EXPECT_EQ(peer->uid, geteuid());
  EXPECT_EQ(peer->pid, getpid());
  EXPECT_NE(std::ranges::find(peer->groups, getegid()), peer->groups.end());
}

TEST(Peer, WhatIsNoSocketHasNoPeer) {
  EXPECT_EQ(peer_of(-1).error().code, Code::unauthenticated);
}

TEST(Peer, NamesUsersFromThePasswordFile) {
  EXPECT_EQ(login_name(0), "root");
  EXPECT_EQ(login_name(3'999'999'999), "uid:3999999999");
}

}  // namespace
}  // namespace trawl
