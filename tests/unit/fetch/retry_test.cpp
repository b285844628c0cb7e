#include "fetch/hosts/retry.hpp"

#include <gtest/gtest.h>

namespace trawl::fetch {
namespace {

using namespace std::chrono_literals;
using model::ErrorKind;

TEST(FetchRetry, NetworkErrorsAreWorthAnotherTryAndNothingElse) {
  const std::array again{ErrorKind::dns, ErrorKind::connect, ErrorKind::timeout, ErrorKind::reset,
                         ErrorKind::truncated};
  for (const auto& row : model::error_kind_table())
    EXPECT_EQ(worth_another_try(row.kind), std::ranges::find(again, row.kind) != again.end()) << row.name;
}

TEST(FetchRetry, StatusesThatMayPassAreWorthAnotherTry) {
  for (const int status : {408, 425, 429, 500, 502, 503, 504, 599})
    EXPECT_TRUE(worth_another_try(status)) << status;
  for (const int status : {200, 204, 301, 304, 400, 401, 403, 404, 410, 451, 600})
    EXPECT_FALSE(worth_another_try(status)) << status;
}

TEST(FetchRetry, BackoffDoublesUpToItsLimit) {
  const model::FetchRetry policy{.attempts = 9, .backoff = 1s, .max_backoff = 5s};
  const auto longest = [] { return 1.0; };
  EXPECT_EQ(backoff_before(2, policy, longest), 1s);
  EXPECT_EQ(backoff_before(3, policy, longest), 2s);
  EXPECT_EQ(backoff_before(4, policy, longest), 4s);
  EXPECT_EQ(backoff_before(5, policy, longest), 5s);
  EXPECT_EQ(backoff_before(1'000'000, policy, longest), 5s);
}

TEST(FetchRetry, JitterTakesAnyPartOfTheBackoff) {
  const model::FetchRetry policy{.attempts = 3, .backoff = 1s, .max_backoff = 60s};
  EXPECT_EQ(backoff_before(3, policy, [] { return 0.0; }), 0ms);
  EXPECT_EQ(backoff_before(3, policy, [] { return 0.25; }), 500ms);
}

TEST(FetchRetry, ALimitBelowTheFirstBackoffWins) {
  const model::FetchRetry policy{.attempts = 3, .backoff = 10s, .max_backoff = 2s};
  EXPECT_EQ(backoff_before(2, policy, [] { return 1.0; }), 2s);
}

}  // namespace
}  // namespace trawl::fetch
