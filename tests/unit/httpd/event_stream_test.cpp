// What a reader of the journal is told, byte by byte: against a real admin socket.
#include "trawl-httpd/event_stream.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "tests/support/rpc_daemon.hpp"

namespace trawl::httpd {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;
using tests::RpcDaemon;

class EventStreamTest : public testing::Test {
 protected:
  RpcDaemon daemon_;
  asio::io_context io_;

  void commit(store::Event event) {
    daemon_.on_main([&] { daemon_.store.commit(std::move(event)); });
  }

  // Runs `body` with a hub that knows the journal, on one loop that ends with it.
  template <class Body>
  void with_hub(Body body) {
    Hub hub(io_.get_executor(), {.socket = daemon_.path()});
    auto play = [&]() -> Task<> {
      while (!hub.newest()) co_await hub.news().wait(Millis(50));
      co_await body(hub);
      hub.stop();
    };
    spawn(io_.get_executor(), "hub", hub.run());
    spawn(io_.get_executor(), "play", play());
    io_.run_for(std::chrono::seconds(20));
    EXPECT_TRUE(io_.stopped()) << "the test did not come to its end";
  }

  // Everything up to the end of the stream, or until `mark` has been told.
  static Task<std::string> tell(EventStream& stream, std::string_view mark = {}) {
    std::string said;
    while (mark.empty() || said.find(mark) == std::string::npos) {
      auto piece = co_await stream.next();
      if (!piece) break;
      said += *piece;
    }
    co_return said;
  }
};

TEST_F(EventStreamTest, BeginsWithAJitteredTimeToComeBack) {
  with_hub([](Hub& hub) -> Task<> {
    EventStream stream(hub, {});
    const auto first = co_await stream.next();
    EXPECT_THAT(first.value_or(""), MatchesRegex("retry: [2-4][0-9][0-9][0-9]\n\n"));
  });
}

TEST_F(EventStreamTest, AnEventHasItsPositionItsTypeAndOneLineOfData) {
  commit({.type = "daemon.started"});
  commit({.type = "run.created", .run = 7, .data = R"({"note":"a\nb"})"});
  with_hub([](Hub& hub) -> Task<> {
    EventStream stream(hub, {.since = 1});
    const std::string said = co_await tell(stream, "run.created");
    const std::string event = said.substr(said.find("\n\n") + 2);
    EXPECT_THAT(event, StartsWith("id: 2\nevent: run.created\ndata: {"));
    EXPECT_THAT(event, HasSubstr(R"("run_id":7)"));
    EXPECT_THAT(event, EndsWith("}\n\n"));
    EXPECT_EQ(std::ranges::count(event, '\n'), 4) << "a line end within the data would end the event";
    EXPECT_THAT(event, Not(HasSubstr("subscription")));
  });
}

TEST_F(EventStreamTest, LinesOfJsonHaveNothingElse) {
  commit({.type = "run.created", .run = 7});
  with_hub([](Hub& hub) -> Task<> {
    EventStream stream(hub, {.since = 0, .as_sse = false});
    const std::string said = co_await tell(stream, "run.created");
    EXPECT_THAT(said, StartsWith("\n{"));
    EXPECT_THAT(said, EndsWith("}\n"));
    EXPECT_THAT(said, Not(HasSubstr("data:")));
  });
}

TEST_F(EventStreamTest, ATypeIsExactOrAGroupAndNoPrefix) {
  for (const char* type : {"run.created", "runner.noise", "platform.started", "run.finished"})
    commit({.type = type, .run = 7});
  with_hub([](Hub& hub) -> Task<> {
    EventStream group(hub, {.types = {"run"}, .since = 0});
    const std::string runs = co_await tell(group, "run.finished");
    EXPECT_THAT(runs, HasSubstr("run.created"));
    EXPECT_THAT(runs, Not(HasSubstr("runner")));
    EXPECT_THAT(runs, Not(HasSubstr("platform.started")));
    EventStream exact(hub, {.types = {"run.finished"}, .since = 0});
    EXPECT_THAT(co_await tell(exact, "run.finished"), Not(HasSubstr("run.created")));
  });
}

TEST_F(EventStreamTest, OfARunHasNoOtherAndEndsWithIt) {
  commit({.type = "run.created", .run = 7});
  commit({.type = "run.created", .run = 8});
  commit({.type = "run.finished", .run = 7, .data = R"({"status":"partial"})"});
  commit({.type = "daemon.noise"});
  with_hub([](Hub& hub) -> Task<> {
    EventStream stream(hub, {.run = 7, .since = 0});
    const std::string said = co_await tell(stream);
    EXPECT_THAT(said, Not(HasSubstr(R"("run_id":8)")));
    EXPECT_THAT(said, EndsWith("id: 3\nevent: stream.end\ndata: "
                               R"({"type":"stream.end","seq":3,"run_id":7,"outcome":"partial"})"
                               "\n\n"));
  });
}

TEST_F(EventStreamTest, OfARunThatEndedBeforeEndsWhenItHasCaughtUp) {
  commit({.type = "run.created", .run = 7});
  with_hub([](Hub& hub) -> Task<> {
    EventStream stream(hub, {.run = 7, .since = 1, .run_has_ended = true});
    EXPECT_THAT(co_await tell(stream), HasSubstr(R"("outcome":null)"));
  });
}

TEST_F(EventStreamTest, AQuietStreamSaysThatItLives) {
  with_hub([](Hub& hub) -> Task<> {
    EventStream events(hub, {.heartbeat = Millis(20)});
    EXPECT_THAT(co_await tell(events, "heartbeat"), EndsWith("\n\n: heartbeat 0\n\n"));
    EventStream lines(hub, {.as_sse = false, .heartbeat = Millis(20)});
    (void)co_await lines.next();
    EXPECT_EQ((co_await lines.next()).value_or("?"), "\n");
  });
}

TEST_F(EventStreamTest, StopEndsAWaitAndClosedIsToldOnce) {
  int closed = 0;
  with_hub([&closed](Hub& hub) -> Task<> {
    EventStream::Options options{.closed = [&closed] { ++closed; }};
    EventStream stream(hub, std::move(options));
    (void)co_await stream.next();
    auto stop = [&stream]() -> Task<> {
      stream.stop();
      co_return;
    };
    spawn(co_await asio::this_coro::executor, "stop", stop());
    EXPECT_FALSE(co_await stream.next());
    EXPECT_EQ(closed, 0);
  });
  EXPECT_EQ(closed, 1);
}

TEST_F(EventStreamTest, OlderEventsThanThoseInMemoryComePageByPageWithoutGap) {
  for (int number = 0; number < 450; ++number) commit({.type = "config.changed"});
  with_hub([this](Hub& hub) -> Task<> {
    for (int number = 0; number < 20; ++number) commit({.type = "config.changed"});
    EventStream stream(hub, {.since = 0});
    const std::string said = co_await tell(stream, "id: 470\n");
    std::size_t at = 0;
    for (int number = 1; number <= 470; ++number) {
      const auto found = said.find(fmt::format("id: {}\n", number), at);
      EXPECT_NE(found, std::string::npos) << number;
      at = found == std::string::npos ? at : found;
    }
    EXPECT_EQ(said.find("id: 471\n"), std::string::npos);
  });
}

}  // namespace
}  // namespace trawl::httpd
