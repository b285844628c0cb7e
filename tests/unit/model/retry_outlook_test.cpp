// Whether a retry can help, by why it failed.
#include "model/retry_outlook.hpp"

#include <gtest/gtest.h>

namespace trawl::model {
namespace {

using enum Prospect;

ErrorGroup because(ErrorKind kind, std::optional<int> http_status = {}) {
  return {.kind = kind, .http_status = http_status, .message = "it failed", .count = 1};
}

Prospect prospect(std::vector<ErrorGroup> groups, PlatformStatus status = PlatformStatus::failed) {
  return retry_outlook(status, groups).prospect;
}

TEST(RetryOutlook, FollowsTheTableOfErrorKinds) {
  for (const ErrorKindInfo& row : error_kind_table())
    EXPECT_EQ(prospect({because(row.kind)}), row.retry_may_help ? likely : unlikely) << row.name;
}

TEST(RetryOutlook, TellsNotNowFromNotThis) {
  for (const int status : {500, 502, 503, 504, 408, 425, 429})
    EXPECT_EQ(prospect({because(ErrorKind::http_status, status)}), likely) << status;
  for (const int status : {400, 401, 403, 404, 410, 451})
    EXPECT_EQ(prospect({because(ErrorKind::http_status, status)}), unlikely) << status;
}

TEST(RetryOutlook, OneErrorThatStaysIsEnough) {
  EXPECT_EQ(prospect({because(ErrorKind::timeout), because(ErrorKind::parse)}), unlikely);
}

TEST(RetryOutlook, AWarningDecidesNothing) {
  ErrorGroup warning = because(ErrorKind::parse);
  warning.severity = Severity::warning;
  EXPECT_EQ(prospect({warning, because(ErrorKind::timeout)}), likely);
}

TEST(RetryOutlook, WhatWasNotAllowedToFinishMayFinish) {
  for (const auto status : {PlatformStatus::cancelled, PlatformStatus::interrupted, PlatformStatus::not_run})
    EXPECT_EQ(prospect({}, status), likely) << name(status);
}

TEST(RetryOutlook, AFailureWithoutAnErrorIsUnknown) {
  EXPECT_EQ(prospect({}), unknown);
}

TEST(RetryOutlook, SaysWhy) {
  const std::vector groups{because(ErrorKind::http_status, 404)};
  EXPECT_EQ(retry_outlook(PlatformStatus::failed, groups).reason,
            "the host answered 404; that stays so until somebody changes it");
}

}  // namespace
}  // namespace trawl::model
