#include "fetch/progress_watch.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <optional>

namespace trawl::fetch {
namespace {

using namespace std::chrono_literals;
using Stall = ProgressWatch::Stall;

struct ProgressWatchTest : testing::Test {
  asio::io_context io;
  std::optional<Stall> stall;
  ProgressWatch watch{io.get_executor(), 20ms, 1'000,
                      [this](Stall what) { stall = what; }};  // 20 bytes a window
};

TEST_F(ProgressWatchTest, NoByteWithinTheWindowIsTold) {
  watch.begin();
  io.run();
  EXPECT_EQ(stall, Stall::no_first_byte);
}

TEST_F(ProgressWatchTest, TheWindowOfTheFirstByteAsksForNoRate) {
  watch.begin();
  watch.received(1);
  io.run_one();
  EXPECT_EQ(stall, std::nullopt);
}

TEST_F(ProgressWatchTest, ADripIsTooSlowInTheNextWindow) {
  watch.begin();
  watch.received(1'000'000);
  io.run_one();
  watch.received(19);
  io.run();
  EXPECT_EQ(stall, Stall::too_slow);
}

TEST_F(ProgressWatchTest, WhoKeepsTheRateMayGoOn) {
  watch.begin();
  for (int window = 0; window < 5; ++window) {
    watch.received(20);
    io.run_one();
    ASSERT_EQ(stall, std::nullopt) << window;
  }
}

TEST_F(ProgressWatchTest, NothingIsToldAfterTheEnd) {
  watch.begin();
  watch.end();
  io.run();
  EXPECT_EQ(stall, std::nullopt);
}

}  // namespace
}  // namespace trawl::fetch
