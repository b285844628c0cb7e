#include "rpc/peer.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/unique_fd.hpp"

namespace trawl::rpc {
namespace {

using enum model::Role;

const Access access{.rules = {{.gid = 50, .role = operator_},
                              {.gid = 60, .role = admin},
                              {.uid = 1001, .role = viewer},
                              {.uid = 1002, .role = none}},
                    .own_uid = 900};

TEST(PeerRole, RootAndTheDaemonsOwnUserAreAdmin) {
  EXPECT_EQ(role_of({.uid = 0}, access), admin);
  EXPECT_EQ(role_of({.uid = 900}, access), admin);
}

TEST(PeerRole, NobodyElseHasARoleWithoutARule) {
  EXPECT_EQ(role_of({.uid = 1000, .groups = {1000, 51}}, access), none);
}

TEST(PeerRole, ASupplementaryGroupCountsLikeThePrimaryOne) {
  EXPECT_EQ(role_of({.uid = 1000, .groups = {50, 1000}}, access), operator_);
  EXPECT_EQ(role_of({.uid = 1000, .groups = {1000, 50}}, access), operator_);
}

TEST(PeerRole, TheHighestOfAllMatchingRulesWins) {
  EXPECT_EQ(role_of({.uid = 1001, .groups = {60, 50}}, access), admin);
  EXPECT_EQ(role_of({.uid = 1001, .groups = {50}}, access), operator_);
  EXPECT_EQ(role_of({.uid = 1001}, access), viewer);
}

TEST(PeerRole, OthersMeansEveryoneButTheUnmappedUser) {
  const Access open{.rules = {{.others = true, .role = viewer}, {.gid = 65534, .role = admin}},
                    .own_uid = 900};
  EXPECT_EQ(role_of({.uid = 4711}, open), viewer);
  EXPECT_EQ(role_of({.uid = 65534, .groups = {65534}}, open), none);
}

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
}  // namespace trawl::rpc
