// The connection's limits with small times: each is held, answered as documented, and counted.
#include "trawl-httpd/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/rpc_daemon.hpp"
#include "tests/support/temp_dir.hpp"

namespace trawl::httpd {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using tests::LineClient;

constexpr std::size_t piece_bytes = 64 << 10;

// A stream without end, that counts how often it is asked.
class Endless final : public Stream {
 public:
  explicit Endless(std::atomic<int>& asked) : asked_(asked) {}
  Task<std::optional<std::string>> next() override {
    ++asked_;
    co_return stopped_ ? std::nullopt : std::optional(std::string(piece_bytes, 'x'));
  }
  void stop() override { stopped_ = true; }

 private:
  std::atomic<int>& asked_;
  bool stopped_ = false;
};

struct Breaking final : Stream {
  Task<std::optional<std::string>> next() override {
    if (std::exchange(told_, true)) throw std::runtime_error("secret");
    co_return "first\n";
  }
  void stop() override {}
  bool told_ = false;
};

class ServerTest : public testing::Test {
 protected:
  void start(ServerOptions options) {
    options.sweep_every = Millis(10);
    server_.emplace(io_.get_executor(), options,
                    [this](Request& request, const Visit&) { return answer(request); });
    auto listener = listen_at_path({.path = folder_ / "s", .mode = 0600});
    ASSERT_TRUE(listener);
    server_->add(std::move(listener->socket), {});
    server_->start();
    thread_ = std::thread([this] { io_.run(); });
  }
  ~ServerTest() override {
    if (!thread_.joinable()) return;
    asio::co_spawn(io_, server_->stop(), asio::use_future).get();
    guard_.reset();
    thread_.join();
  }

  Task<Response> answer(Request& request) {
    if (request.path == "/throws") throw std::out_of_range("secret");
    Response response{.body = request.path};
    if (request.path == "/breaks") response.stream = std::make_unique<Breaking>();
    if (request.path == "/endless") response.stream = std::make_unique<Endless>(asked_);
    co_return response;
  }

  LineClient client() const { return LineClient(folder_ / "s"); }
  ServerMetrics metrics() {
    return asio::post(io_, std::packaged_task<ServerMetrics()>([this] { return server_->metrics(); })).get();
  }
  // Everything that is said until the connection ends.
  static std::string rest(LineClient& client) {
    std::string said;
    while (const auto line = client.line()) said += *line + "\n";
    EXPECT_TRUE(client.closed()) << "still open after " << said;
    return said;
  }

  std::atomic<int> asked_ = 0;
  test::TempDir folder_;
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> guard_{io_.get_executor()};
  std::optional<Server> server_;
  std::thread thread_;
};

TEST_F(ServerTest, AHeadThatDoesNotComeIsAnsweredAndCounted) {
  start({.head_timeout = Millis(50)});
  LineClient slow = client();
  slow.send("GET / HTTP/1.1\r\nHo");
  EXPECT_THAT(rest(slow), StartsWith("HTTP/1.1 408 "));
  EXPECT_EQ(metrics().timed_out, 1U);
}

TEST_F(ServerTest, ByteAfterByteDoesNotProlongTheTimeOfAHead) {
  start({.head_timeout = Millis(100)});
  LineClient slow = client();
  slow.send("GET / HTTP/1.1\r\nX: ");
  const auto begun = std::chrono::steady_clock::now();
  while (!slow.line(Millis(5)) && std::chrono::steady_clock::now() - begun < std::chrono::seconds(10))
    slow.send("x");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
  EXPECT_EQ(metrics().timed_out, 1U);
}

TEST_F(ServerTest, ABodyThatDoesNotComeIsAnsweredAndCounted) {
  start({.body_timeout = Millis(50)});
  LineClient slow = client();
  slow.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf");
  EXPECT_THAT(rest(slow), StartsWith("HTTP/1.1 408 "));
  EXPECT_EQ(metrics().timed_out, 1U);
}

TEST_F(ServerTest, AQuietConnectionIsClosedWithoutAWord) {
  start({.idle_timeout = Millis(50)});
  LineClient idle = client();
  EXPECT_EQ(rest(idle), "");
  LineClient used = client();
  used.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(rest(used), HasSubstr("content-length: 2"));
  EXPECT_EQ(metrics().timed_out, 0U);
}

TEST_F(ServerTest, OneWhoTakesNothingIsClosedAndCountedAndCostsOnePieceAtATime) {
  start({.stall_timeout = Millis(100)});
  LineClient sleeper = client();
  sleeper.send("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (metrics().stalled == 0 && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  EXPECT_EQ(metrics().stalled, 1U);
  EXPECT_LT(asked_ * piece_bytes, 4U << 20) << "pieces were asked for that nobody took";
  EXPECT_TRUE(sleeper.closed());
  while (metrics().connections_open != 0 && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  EXPECT_EQ(metrics().streams_open, 0U);
  EXPECT_EQ(metrics().connections_open, 0U);
}

TEST_F(ServerTest, OneWhoReadsIsNotStalledHoweverLong) {
  start({.stall_timeout = Millis(100)});
  LineClient reader = client();
  reader.send("GET /endless HTTP/1.0\r\nHost: x\r\n\r\n");
  std::size_t taken = 0;
  std::vector<char> bytes(piece_bytes);
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(1'500);
  while (std::chrono::steady_clock::now() < end) {
    const ssize_t size = ::recv(reader.fd(), bytes.data(), bytes.size(), 0);
    ASSERT_GT(size, 0);
    taken += static_cast<std::size_t>(size);
  }
  EXPECT_GT(taken, piece_bytes);
  EXPECT_EQ(metrics().stalled, 0U);
}

TEST_F(ServerTest, OneWhoGoesInTheMiddleOfAStreamIsForgotten) {
  start({});
  {
    LineClient reader = client();
    reader.send("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_TRUE(reader.line());
  }
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (metrics().connections_open != 0 && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  EXPECT_EQ(metrics().streams_open, 0U);
  EXPECT_EQ(metrics().streams_opened, 1U);
}

TEST_F(ServerTest, OneConnectionTooManyIsToldWhenToComeBack) {
  start({.max_connections = 1});
  LineClient first = client();
  first.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(first.line());
  LineClient second = client();
  const std::string said = rest(second);
  EXPECT_THAT(said, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(said, HasSubstr("retry-after: "));
  EXPECT_EQ(metrics().connections_refused, 1U);
}

TEST_F(ServerTest, AHandlerThatThrowsCostsItsVisitorAlone) {
  start({});
  LineClient visitor = client();
  visitor.send(
      "GET /throws HTTP/1.1\r\nHost: x\r\n\r\nGET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string said = rest(visitor);
  EXPECT_THAT(said, StartsWith("HTTP/1.1 500 "));
  EXPECT_THAT(said, HasSubstr("internal_error"));
  EXPECT_THAT(said, Not(HasSubstr("secret")));
  EXPECT_THAT(said, HasSubstr("HTTP/1.1 200 "));
  EXPECT_EQ(metrics().answers_crashed, 1U);
}

TEST_F(ServerTest, AStreamThatThrowsEndsAlone) {
  start({});
  LineClient reader = client();
  reader.send("GET /breaks HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string said = rest(reader);
  EXPECT_THAT(said, HasSubstr("first"));
  EXPECT_THAT(said, Not(HasSubstr("secret")));
  EXPECT_EQ(metrics().answers_crashed, 1U);
  EXPECT_EQ(metrics().streams_open, 0U);
}

TEST_F(ServerTest, WhatIsNoHttpIsCountedAtTheGate) {
  start({});
  LineClient odd = client();
  odd.send("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string said = rest(odd);
  EXPECT_THAT(said, StartsWith("HTTP/1.1 400 "));
  EXPECT_EQ(said.find("HTTP/1.1", 1), std::string::npos) << "a second answer";
  EXPECT_EQ(metrics().refused_by_gate, 1U);
  EXPECT_EQ(metrics().answers[3], 1U);
}

}  // namespace
}  // namespace trawl::httpd
