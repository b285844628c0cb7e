#include "trawlctl/style.hpp"

#include <gtest/gtest.h>

namespace trawl::ctl {
namespace {

TEST(ExitCodeOfRun, IsTheRunsOutcome) {
  EXPECT_EQ(exit_code_of_run("completed"), 0);
  EXPECT_EQ(exit_code_of_run("partial"), 10);
  EXPECT_EQ(exit_code_of_run("failed"), 11);
  EXPECT_EQ(exit_code_of_run("cancelled"), 12);
  EXPECT_EQ(exit_code_of_run("interrupted"), 12);
  EXPECT_EQ(exit_code_of_run("expired"), 12);
}

TEST(Style, StatusIsASymbolAndAWord) {
  EXPECT_EQ(Style{.unicode = true}.status("failed"), "✘ failed");
  EXPECT_EQ(Style{.unicode = false}.status("failed"), "x failed");
  EXPECT_EQ(Style{}.status("of_the_future"), "of_the_future");
}

TEST(Style, BarsHaveTheirWidth) {
  const Style ascii{.unicode = false};
  EXPECT_EQ(ascii.bar(3, 5), "###..");
  EXPECT_EQ(ascii.bar(9, 5), "#####");
  for (std::size_t step = 0; step < 40; ++step) EXPECT_EQ(ascii.moving_bar(step, 10).size(), 10U);
}

TEST(Took, UsesTheUnitThatPeopleWould) {
  EXPECT_EQ(took(812), "812 ms");
  EXPECT_EQ(took(8123), "8.1 s");
  EXPECT_EQ(took(200'000), "3 m 20 s");
  EXPECT_EQ(took(7'260'000), "2 h 1 m");
}

}  // namespace
}  // namespace trawl::ctl
