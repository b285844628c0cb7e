#include "tests/support/fake_clock.hpp"

#include <gmock/gmock.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <string>
#include <vector>

namespace trawl::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

struct FakeClockTest : testing::Test {
  asio::io_context io;
  FakeClock clock{io};
  std::vector<std::string> log;

  Task<> note_after(Millis delay, std::string what) {
    co_await clock.sleep_for(delay);
    log.push_back(std::move(what));
  }
  void start(Task<> task) { spawn(io.get_executor(), "subject", std::move(task)); }
};

TEST_F(FakeClockTest, TimeStandsStillUntilAdvanced) {
  const Time before = clock.now();
  start(note_after(1ms, "woke"));
  clock.settle();
  EXPECT_EQ(clock.now(), before);
  EXPECT_TRUE(log.empty());
  clock.advance(1ms);
  EXPECT_EQ(clock.now(), before + 1ms);
  EXPECT_THAT(log, ElementsAre("woke"));
}

TEST_F(FakeClockTest, SleepersWakeInOrderOfTheirInstants) {
  start(note_after(30ms, "c"));
  start(note_after(10ms, "a"));
  start(note_after(20ms, "b"));
  start(note_after(20ms, "b, but later"));
  clock.advance(29ms);
  EXPECT_THAT(log, ElementsAre("a", "b", "b, but later"));
  EXPECT_EQ(clock.next_wake(), 1ms);
}

TEST_F(FakeClockTest, WhoSleepsAgainOnTheWayWakesAgainOnTheWay) {
  std::vector<Millis> woke;
  const Steady begin = clock.steady();
  auto tick = [&]() -> Task<> {
    for (int i = 0; i < 3; ++i) {
      co_await clock.sleep_for(10ms);
      woke.push_back(std::chrono::duration_cast<Millis>(clock.steady() - begin));
    }
  };
  start(tick());
  clock.advance(1s);
  EXPECT_THAT(woke, ElementsAre(10ms, 20ms, 30ms));
}

TEST_F(FakeClockTest, SleepUntilWakesAtItsInstantOrAfterThirtySeconds) {
  const Time begin = clock.now();
  clock.finish(clock.sleep_until(begin + 12s));
  EXPECT_EQ(clock.now(), begin + 12s);
  clock.finish(clock.sleep_until(begin + 1h));
  EXPECT_EQ(clock.now(), begin + 42s);
  clock.finish(clock.sleep_until(begin));
  EXPECT_EQ(clock.now(), begin + 42s);
}

TEST_F(FakeClockTest, SettingTheWallClockWakesOnlyThoseWhoWaitForIt) {
  const Time begin = clock.now();
  auto until = [&]() -> Task<> {
    co_await clock.sleep_until(begin + 20s);
    log.push_back("until");
  };
  start(until());
  start(note_after(5s, "for"));
  clock.settle();
  clock.set_wall(begin - 2h);
  EXPECT_THAT(log, ElementsAre("until"));
  clock.advance(5s);
  EXPECT_THAT(log, ElementsAre("until", "for"));
  EXPECT_EQ(clock.now(), begin - 2h + 5s);
}

TEST_F(FakeClockTest, ACancelledSleepThrowsAndIsForgotten) {
  asio::cancellation_signal cancel;
  bool threw = false;
  asio::co_spawn(
      io, clock.sleep_for(1h),
      asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr e) { threw = e != nullptr; }));
  clock.settle();
  EXPECT_EQ(clock.sleepers(), 1u);
  cancel.emit(asio::cancellation_type::terminal);
  clock.settle();
  EXPECT_TRUE(threw);
  EXPECT_EQ(clock.sleepers(), 0u);
}

TEST_F(FakeClockTest, FinishReturnsTheValueAndRethrows) {
  auto answer = [&]() -> Task<int> {
    co_await clock.sleep_for(3h);
    co_return 42;
  };
  auto failure = [&]() -> Task<int> {
    co_await clock.sleep_for(1s);
    throw std::runtime_error("no");
  };
  EXPECT_EQ(clock.finish(answer()), 42);
  EXPECT_THROW(clock.finish(failure()), std::runtime_error);
}

TEST_F(FakeClockTest, FinishSaysWhenATaskCannotEnd) {
  OneShot<int> never(io.get_executor());
  EXPECT_THROW(clock.finish(never.get()), std::logic_error);
  EXPECT_THROW(clock.finish(clock.sleep_for(25h)), std::logic_error);
}

}  // namespace
}  // namespace trawl::test
