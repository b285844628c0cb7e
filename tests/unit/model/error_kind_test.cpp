#include "model/error_kind.hpp"

#include <gtest/gtest.h>

namespace trawl::model {
namespace {

TEST(ErrorKinds, ReadBackAsThemselves) {
  for (const auto& row : error_kind_table()) EXPECT_EQ(find_error_kind(row.name), row.kind) << row.name;
  EXPECT_EQ(find_error_kind("nonsense"), std::nullopt);
}

TEST(ErrorKinds, WhatTrawlTriesAgainByItselfCanAlsoBeRetriedByHand) {
  for (const auto& row : error_kind_table())
    if (row.again_in_run) EXPECT_TRUE(row.retry_may_help) << row.name;
}

}  // namespace
}  // namespace trawl::model
