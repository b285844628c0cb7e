#include "fetch/hosts/host_queue.hpp"

#include <gmock/gmock.h>

#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/support/fake_clock.hpp"

namespace trawl::fetch {
namespace {

using namespace std::chrono_literals;
using model::ErrorKind;
using test::FakeClock;
using testing::ElementsAre;
using testing::IsEmpty;

const Origin books{"http", "books.example", 80};
const Origin news{"http", "news.example", 80};

struct HostQueueTest : testing::Test {
  asio::io_context io;
  FakeClock clock{io};
  HostQueue queue{clock, {.connections = 100, .waiting_per_host = 5}};
  Steady begin = clock.steady();
  std::vector<std::string> started;  // "NAME at MILLISECONDS"
  std::vector<Failure> failures;

  // Asks for a turn and keeps it for `busy`.
  Task<> visit(Origin origin, HostRules rules, Millis busy, std::string name, std::stop_token stop = {}) {
    auto turn = co_await queue.turn(origin, rules, stop);
    if (!turn) {
      failures.push_back(turn.error());
      co_return;
    }
    started.push_back(fmt::format("{} at {}", name, (clock.steady() - begin) / 1ms));
    co_await clock.sleep_for(busy);
  }
  void start(Task<> task) {
    spawn(io.get_executor(), "visit", std::move(task));
    clock.settle();
  }
};

TEST_F(HostQueueTest, AFreeHostIsEnteredAtOnce) {
  start(visit(books, {}, 1s, "a"));
  EXPECT_THAT(started, ElementsAre("a at 0"));
  EXPECT_EQ(queue.running(), 1u);
  clock.advance(1s);
  EXPECT_EQ(queue.running(), 0u);
}

TEST_F(HostQueueTest, ConnectionsPerHostAreNeverExceededAndTurnsAreInOrder) {
  const HostRules two{.connections = 2};
  for (const char* name : {"a", "b", "c", "d"}) start(visit(books, two, 10ms, name));
  EXPECT_EQ(queue.running(), 2u);
  EXPECT_EQ(queue.waiting(), 2u);
  clock.advance(1s);
  EXPECT_THAT(started, ElementsAre("a at 0", "b at 0", "c at 10", "d at 10"));
}

TEST_F(HostQueueTest, StartsKeepTheDelayApart) {
  const HostRules slow{.connections = 4, .delay = 100ms};
  for (const char* name : {"a", "b", "c"}) start(visit(books, slow, 1ms, name));
  clock.advance(1s);
  EXPECT_THAT(started, ElementsAre("a at 0", "b at 100", "c at 200"));
}

TEST_F(HostQueueTest, TheDelayHoldsAfterAPause) {
  const HostRules slow{.connections = 1, .delay = 100ms};
  start(visit(books, slow, 1ms, "a"));
  clock.advance(60ms);
  start(visit(books, slow, 1ms, "b"));
  clock.advance(300ms);
  start(visit(books, slow, 1ms, "c"));
  EXPECT_THAT(started, ElementsAre("a at 0", "b at 100", "c at 360"));
}

TEST_F(HostQueueTest, HostsDoNotWaitForEachOther) {
  const HostRules one{.connections = 1};
  start(visit(books, one, 1s, "a"));
  start(visit(books, one, 1s, "b"));
  start(visit(news, one, 1s, "n"));
  start(visit({"https", "books.example", 443}, one, 1s, "s"));
  EXPECT_THAT(started, ElementsAre("a at 0", "n at 0", "s at 0"));
}

TEST_F(HostQueueTest, EachRequestBringsItsOwnRules) {
  start(visit(books, {.connections = 2}, 50ms, "a"));
  start(visit(books, {.connections = 1}, 50ms, "strict"));
  start(visit(books, {.connections = 2}, 50ms, "c"));
  clock.advance(1s);
  EXPECT_THAT(started, ElementsAre("a at 0", "strict at 50", "c at 50"));
}

TEST_F(HostQueueTest, TheDaemonsConnectionsGoToWhoWaitedLongest) {
  HostQueue small(clock, {.connections = 2, .waiting_per_host = 100});
  auto take = [&](Origin origin, std::string name) -> Task<> {
    const auto turn = co_await small.turn(origin, {.connections = 2}, {});
    started.push_back(fmt::format("{} at {}", name, (clock.steady() - begin) / 1ms));
    co_await clock.sleep_for(10ms);
  };
  for (const char* name : {"b1", "b2", "b3"}) start(take(books, name));
  start(take(news, "n1"));
  start(take({"http", "third.example", 80}, "t1"));
  EXPECT_EQ(small.running(), 2u);
  clock.advance(1s);
  EXPECT_THAT(started, ElementsAre("b1 at 0", "b2 at 0", "n1 at 10", "t1 at 10", "b3 at 20"));
}

struct SmallQueueTest : HostQueueTest {
  HostQueue small{clock, {.connections = 1, .waiting_per_host = 100}};

  Task<> take(Origin origin, std::string name, int times = 1) {
    for (int i = 0; i < times; ++i) {
      const auto turn = co_await small.turn(origin, {}, {});
      started.push_back(fmt::format("{} at {}", name, (clock.steady() - begin) / 1ms));
      co_await clock.sleep_for(10ms);
    }
  }
};

TEST_F(SmallQueueTest, WhoComesBackAtOnceDoesNotOvertakeWhoWaits) {
  start(take(books, "greedy", 3));
  start(take(news, "patient"));
  clock.advance(1s);
  EXPECT_THAT(started, ElementsAre("greedy at 0", "patient at 10", "greedy at 20", "greedy at 30"));
}

TEST_F(SmallQueueTest, AHeldHostPassesTheDaemonsConnectionOn) {
  start(take({"http", "busy.example", 80}, "busy"));
  start(take(books, "held"));
  start(take(news, "next"));
  small.hold_until(books, begin + 5s);
  clock.advance(10s);
  EXPECT_THAT(started, ElementsAre("busy at 0", "next at 10", "held at 5000"));
}

TEST_F(HostQueueTest, AHeldHostLetsNobodyIn) {
  queue.hold_until(books, begin + 5s);
  queue.hold_until(books, begin + 2s);  // the longer wish stays
  start(visit(books, {}, 1ms, "a"));
  start(visit(news, {}, 1ms, "n"));
  clock.advance(10s);
  EXPECT_THAT(started, ElementsAre("n at 0", "a at 5000"));
}

TEST_F(HostQueueTest, AHoldThatComesWhileWaitingIsRespected) {
  const HostRules slow{.connections = 1, .delay = 1s};
  start(visit(books, slow, 1ms, "a"));
  start(visit(books, slow, 1ms, "b"));
  clock.advance(500ms);
  queue.hold_until(books, begin + 3s);
  clock.advance(10s);
  EXPECT_THAT(started, ElementsAre("a at 0", "b at 3000"));
}

TEST_F(HostQueueTest, AStopRequestEndsEveryKindOfWaiting) {
  std::stop_source stop;
  start(visit(books, {.connections = 1, .delay = 1h}, 1h, "holds the connection"));
  start(visit(books, {.connections = 1}, 1s, "waits for the connection", stop.get_token()));
  start(visit(news, {.delay = 1h}, 1s, "starts"));
  start(visit(news, {.delay = 1h}, 1s, "waits for the delay", stop.get_token()));
  EXPECT_EQ(queue.waiting(), 2u);
  stop.request_stop();
  clock.settle();
  EXPECT_EQ(queue.waiting(), 0u);
  ASSERT_EQ(failures.size(), 2u);
  EXPECT_EQ(failures[0].kind, ErrorKind::cancelled);
  EXPECT_EQ(failures[1].kind, ErrorKind::cancelled);
}

TEST_F(HostQueueTest, WhoGivesUpAtTheHeadLetsTheNextIn) {
  std::stop_source stop;
  start(visit(books, {.connections = 1}, 10ms, "a"));
  start(visit(books, {.connections = 1}, 10ms, "gives up", stop.get_token()));
  start(visit(books, {.connections = 1}, 10ms, "c"));
  stop.request_stop();
  clock.advance(1s);
  EXPECT_THAT(started, ElementsAre("a at 0", "c at 10"));
}

TEST_F(HostQueueTest, ALongQueueRefusesByName) {
  for (int i = 0; i < 7; ++i) start(visit(books, {.connections = 1}, 1s, "x"));
  ASSERT_EQ(failures.size(), 1u);  // one runs, five wait
  EXPECT_EQ(failures[0].kind, ErrorKind::rate_limited);
  EXPECT_EQ(failures[0].message, "5 requests are waiting for http://books.example already");
}

TEST_F(HostQueueTest, ASilenceThatIsTooLongIsAnErrorForThoseInLineAndForNewcomers) {
  const HostRules hasty{.connections = 1, .longest_hold = 1min}, patient{.connections = 1};
  start(visit(books, hasty, 1s, "a"));
  start(visit(books, hasty, 1s, "in line"));
  start(visit(books, patient, 1s, "patient"));
  queue.hold_until(books, begin + 10min);
  start(visit(books, hasty, 1s, "newcomer"));
  ASSERT_EQ(failures.size(), 2u);
  for (const Failure& failure : failures) {
    EXPECT_EQ(failure.kind, ErrorKind::rate_limited);
    EXPECT_EQ(failure.message,
              "http://books.example wants to be left alone for another 10m (Retry-After), longer than "
              "fetch.retry.max_retry_after allows to wait");
  }
  clock.advance(1h);
  EXPECT_THAT(started, ElementsAre("a at 0", "patient at 600000"));
}

TEST_F(HostQueueTest, OneAlarmServesAllHostsAndIsOffWhenNobodyWaits) {
  std::stop_source stop;
  for (int i = 0; i < 50; ++i) {
    const Origin host{"http", fmt::format("h{}.example", i), 80};
    start(visit(host, {.delay = Millis{100 - i}}, 1ms, "first"));
    start(visit(host, {.delay = Millis{100 - i}}, 1ms, "second", stop.get_token()));
  }
  clock.advance(1ms);
  EXPECT_EQ(clock.sleepers(), 1u);
  stop.request_stop();
  clock.settle();
  EXPECT_EQ(clock.sleepers(), 0u);
  EXPECT_EQ(queue.waiting(), 0u);
}

TEST_F(HostQueueTest, ATurnThatIsStoppedBeforeItBeginsGoesToTheNext) {
  std::stop_source stop;
  auto end_the_turn_and_stop = [&]() -> Task<> {
    std::optional turn = co_await queue.turn(books, {.connections = 1}, {});
    co_await clock.sleep_for(10ms);
    turn.reset();  // calls "stopped", which goes on only after this task
    stop.request_stop();
  };
  start(end_the_turn_and_stop());
  start(visit(books, {.connections = 1}, 10ms, "stopped", stop.get_token()));
  start(visit(books, {.connections = 1}, 10ms, "next"));
  clock.advance(1s);
  EXPECT_THAT(started, ElementsAre("next at 10"));
  EXPECT_EQ(queue.running(), 0u);
}

TEST_F(HostQueueTest, WhoWaitsWhenTheProgramEndsIsDroppedQuietly) {
  asio::io_context other;
  FakeClock time(other);
  auto dying = std::make_unique<HostQueue>(time, HostQueue::Limits{.connections = 1});
  auto wait = [&](Origin origin) -> Task<> {
    const auto turn = co_await dying->turn(origin, {.connections = 1, .delay = 1h}, {});
    co_await time.sleep_for(1h);
  };
  for (const Origin& origin : {books, books, news}) {
    spawn(other.get_executor(), "wait", wait(origin));
    time.settle();
  }
  EXPECT_EQ(dying->waiting(), 2u);
  dying.reset();
}

TEST_F(HostQueueTest, QuietHostsAreForgotten) {
  for (int i = 0; i < 2'000; ++i) {
    start(visit({"http", fmt::format("h{}.example", i), 80}, {}, 1ms, "x"));
    clock.advance(1min);
  }
  EXPECT_LE(queue.known_hosts(), 300u);
  EXPECT_THAT(failures, IsEmpty());
}

}  // namespace
}  // namespace trawl::fetch
