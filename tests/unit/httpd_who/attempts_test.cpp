#include "trawl-httpd/attempts.hpp"

#include <gtest/gtest.h>

#include "tests/support/fake_clock.hpp"

namespace trawl::httpd {
namespace {

class AttemptsTest : public testing::Test {
 protected:
  static Request from_proxy(std::string forwarded_for) {
    return {.fields = {{"x-forwarded-for", std::move(forwarded_for)}}, .source = "192.0.2.7"};
  }

  asio::io_context io_;
  test::FakeClock clock_{io_};
  WhoMetrics metrics_;
  Attempts direct_{metrics_, clock_, false}, behind_proxy_{metrics_, clock_, true};
};

TEST_F(AttemptsTest, WhatIsSaidToBeForwardedCountsOnlyBehindAProxy) {
  EXPECT_EQ(direct_.source_of(from_proxy("203.0.113.9")), "192.0.2.7");
  EXPECT_EQ(behind_proxy_.source_of(from_proxy("203.0.113.9")), "203.0.113.9");
  EXPECT_EQ(behind_proxy_.source_of({.source = "192.0.2.7"}), "192.0.2.7");
}

// The visitor may send the field, too; only its last address is the proxy's word.
TEST_F(AttemptsTest, OnlyTheLastAddressCounts) {
  EXPECT_EQ(behind_proxy_.source_of(from_proxy("203.0.113.9, \t198.51.100.1 ")), "198.51.100.1");
  EXPECT_EQ(behind_proxy_.source_of(from_proxy("203.0.113.9,")), "");
}

TEST_F(AttemptsTest, ASourceIsShortAndFitForALog) {
  EXPECT_EQ(behind_proxy_.source_of(from_proxy(std::string(1000, '1'))).size(), 64U);
  EXPECT_EQ(behind_proxy_.source_of(from_proxy("a\x1b[2J")), "a\\x1b[2J");
}

TEST_F(AttemptsTest, CountsThoseThatAreRefusedAndThoseThatHaveToWait) {
  for (int i = 0; i < 12; ++i) direct_.wrong(from_proxy(""), "no", "");
  EXPECT_EQ(metrics_.wrong, 10U);
  EXPECT_EQ(metrics_.throttled, 2U);
}

}  // namespace
}  // namespace trawl::httpd
