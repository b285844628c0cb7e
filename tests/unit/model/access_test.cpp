#include "model/access.hpp"

#include <gtest/gtest.h>

namespace trawl::model {
namespace {

using enum Role;

const Access access{.rules = {{.gid = 50, .role = operator_},
                              {.gid = 60, .role = admin},
                              {.uid = 1001, .role = viewer},
                              {.uid = 1002, .role = none}},
                    .own_uid = 900};

TEST(Access, RootAndTheDaemonsOwnUserAreAdmin) {
  EXPECT_EQ(role_of({.uid = 0}, access), admin);
  EXPECT_EQ(role_of({.uid = 900}, access), admin);
}

TEST(Access, NobodyElseHasARoleWithoutARule) {
  EXPECT_EQ(role_of({.uid = 1000, .groups = {1000, 51}}, access), none);
}

TEST(Access, ASupplementaryGroupCountsLikeThePrimaryOne) {
  EXPECT_EQ(role_of({.uid = 1000, .groups = {50, 1000}}, access), operator_);
  EXPECT_EQ(role_of({.uid = 1000, .groups = {1000, 50}}, access), operator_);
}

TEST(Access, TheHighestOfAllMatchingRulesWins) {
  EXPECT_EQ(role_of({.uid = 1001, .groups = {60, 50}}, access), admin);
  EXPECT_EQ(role_of({.uid = 1001, .groups = {50}}, access), operator_);
  EXPECT_EQ(role_of({.uid = 1001}, access), viewer);
}

TEST(Access, OthersMeansEveryoneButTheUnmappedUser) {
  const Access open{.rules = {{.others = true, .role = viewer}, {.gid = 65534, .role = admin}},
                    .own_uid = 900};
  EXPECT_EQ(role_of({.uid = 4711}, open), viewer);
  EXPECT_EQ(role_of({.uid = 65534, .groups = {65534}}, open), none);
}

}  // namespace
}  // namespace trawl::model
