#include "model/attempt.hpp"

#include <gtest/gtest.h>

namespace trawl::model {
namespace {

using enum ErrorKind;
using Status = PlatformStatus;

ErrorRecord error(ErrorKind kind, Severity severity = Severity::error) {
  return {.platform = "shop", .kind = kind, .severity = severity, .message = "it broke"};
}

bool again(PlatformStatus status, std::vector<ErrorRecord> errors, std::int64_t items = 0) {
  return worth_another_attempt({status, errors, items});
}

TEST(AnotherAttempt, IsWorthItWhenAllErrorsMayPass) {
  EXPECT_TRUE(again(Status::failed, {error(worker_crashed)}));
  EXPECT_TRUE(again(Status::failed, {error(timeout), error(connect), error(rate_limited)}));
  EXPECT_FALSE(again(Status::failed, {error(timeout), error(http_status)}));
  EXPECT_FALSE(again(Status::failed, {error(parse)}));
  EXPECT_TRUE(again(Status::failed, {error(timeout), error(parse, Severity::warning)}))
      << "warnings decide nothing";
}

TEST(AnotherAttempt, IsNotForWhatBroughtItems) {
  EXPECT_TRUE(again(Status::partial, {error(timeout)}, 0));
  EXPECT_FALSE(again(Status::partial, {error(timeout)}, 1));
  EXPECT_TRUE(again(Status::failed, {error(worker_crashed)}, 100)) << "a crash's items are not published";
}

TEST(AnotherAttempt, IsNotForWhatEndedOnPurpose) {
  EXPECT_FALSE(again(Status::cancelled, {error(timeout)}));
  EXPECT_FALSE(again(Status::interrupted, {error(timeout)}));
  EXPECT_FALSE(again(Status::succeeded, {}));
  EXPECT_FALSE(again(Status::failed, {})) << "nobody knows why";
}

TEST(AnotherAttempt, LeavesTheEarlierErrorsAsWarnings) {
  const auto warnings = as_warnings_of_attempt(1, {error(timeout)});
  EXPECT_EQ(warnings[0].severity, Severity::warning);
  EXPECT_EQ(warnings[0].message, "attempt 1: it broke");
  EXPECT_EQ(warnings[0].kind, timeout);
}

}  // namespace
}  // namespace trawl::model
