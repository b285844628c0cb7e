#include "cassette/player.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "tests/support/temp_dir.hpp"

namespace trawl::cassette {
namespace {

// A plugin that asks for things and waits. Answers are kept in the order in which they came.
class Replay : public testing::Test {
 protected:
  void record(std::string url, std::string body, std::string method = "GET") {
    Exchange exchange;
    exchange.question.method = std::move(method);
    exchange.question.url = std::move(url);
    exchange.outcome = Answer{.body = *cassette_.store_body(body, "text/plain")};
    ASSERT_TRUE(cassette_.add(std::move(exchange)));
  }

  Player& player() {
    if (!player_) rewind({});
    return *player_;
  }
  void rewind(std::optional<std::uint64_t> seed) {
    player_ = std::make_unique<Player>(cassette_, io_.get_executor(), seed);
    came_.clear();
  }

  void ask(fetch::Request request) {
    Player& asked = player();
    auto keep = [this, &asked](fetch::Request what) -> Task<> {
      auto outcome = co_await asked.fetch(std::move(what), nullptr, stop_.get_token());
      came_.push_back(outcome ? outcome->body : std::string(model::info(outcome.error().kind).name));
      if (!outcome) message_ = outcome.error().message;
      if (outcome) url_ = outcome->url;
    };
    asio::co_spawn(io_, keep(std::move(request)), asio::detached);
    turn();
  }
  void ask(std::string url) {
    fetch::Request request;
    request.url = std::move(url);
    ask(std::move(request));
  }

  void wait() {
    player().on_waiting()();
    turn();
  }
  void wait_for_all(int count) {
    for (int i = 0; i < count; ++i) wait();
  }
  void turn() {
    io_.restart();
    io_.poll();
  }

  const std::vector<std::string>& came() const { return came_; }
  const std::string& message() const { return message_; }
  const std::string& url() const { return url_; }
  Cassette& cassette() { return cassette_; }
  std::stop_source& stop() { return stop_; }

 private:
  test::TempDir folder_;
  Cassette cassette_{folder_.path()};
  std::stop_source stop_;
  asio::io_context io_;
  std::unique_ptr<Player> player_;
  std::vector<std::string> came_;
  std::string message_, url_;
};

using Came = std::vector<std::string>;

TEST_F(Replay, AnswersOnlyWhenThePluginWaits) {
  record("http://a.example/", "a");
  ask("http://a.example/");
  EXPECT_EQ(came(), Came{});
  wait();
  EXPECT_EQ(came(), Came{"a"});
}

TEST_F(Replay, AnswersOneRequestForOneWaitInTheOrderOfAsking) {
  record("http://a.example/", "a");
  record("http://b.example/", "b");
  ask("http://b.example/");
  ask("http://a.example/");
  wait();
  EXPECT_EQ(came(), Came{"b"});
  wait();
  EXPECT_EQ(came(), (Came{"b", "a"}));
}

TEST_F(Replay, ASeedChoosesTheOrderAndTheSameSeedTheSameOne) {
  for (int i = 0; i < 8; ++i) record("http://a.example/" + std::to_string(i), std::to_string(i));
  const auto order = [&](std::uint64_t seed) {
    rewind(seed);
    for (int i = 0; i < 8; ++i) ask("http://a.example/" + std::to_string(i));
    wait_for_all(8);
    return came();
  };
  EXPECT_EQ(order(1), order(1));
  EXPECT_NE(order(1), order(2));
}

TEST_F(Replay, TheNthAskingGetsTheNthAnswerAndTheLastOneFromThenOn) {
  record("http://a.example/", "first");
  record("http://a.example/", "second");
  for (int i = 0; i < 3; ++i) ask("http://a.example/");
  wait_for_all(3);
  EXPECT_EQ(came(), (Came{"first", "second", "second"}));
}

TEST_F(Replay, WhatIsNotRecordedFailsAndNamesTheNearest) {
  record("http://a.example/list?page=1", "one");
  record("http://other.example/", "other");
  ask("http://a.example/list?page=2");
  wait();
  EXPECT_EQ(came(), Came{"no_fixture"});
  EXPECT_EQ(message(),
            "nothing is recorded for GET http://a.example/list?page=2; the nearest recorded one is "
            "http://a.example/list?page=1");
  EXPECT_EQ(player().unmatched(), Came{"GET http://a.example/list?page=2"});
}

TEST_F(Replay, AnotherMethodIsAnotherQuestion) {
  record("http://a.example/", "posted", "POST");
  ask("http://a.example/");
  wait();
  EXPECT_EQ(message(),
            "nothing is recorded for GET http://a.example/; for this URL there is POST http://a.example/");
}

TEST_F(Replay, AnotherRequestBodyIsAnotherQuestion) {
  record("http://a.example/", "a");
  fetch::Request request;
  request.url = "http://a.example/";
  request.body = "q=1";
  ask(request);
  wait();
  EXPECT_EQ(message(), "nothing is recorded for GET http://a.example/, only for another request body");
}

TEST_F(Replay, SecretsInTheUrlDoNotKeepItFromMatching) {
  record("http://a.example/?api_key=***", "a");
  ask("http://ann:pw@a.example?api_key=real");
  wait();
  EXPECT_EQ(came(), Came{"a"});
  EXPECT_EQ(url(), "http://a.example/?api_key=real");
}

TEST_F(Replay, ARecordedFailureFailsAgain) {
  Exchange lost;
  lost.question.url = "http://a.example/";
  lost.outcome = Failure{model::ErrorKind::dns, "no such host"};
  ASSERT_TRUE(cassette().add(lost));
  ask("http://a.example/");
  wait();
  EXPECT_EQ(came(), Came{"dns"});
  EXPECT_EQ(message(), "no such host");
}

TEST_F(Replay, AStopEndsWhatWaits) {
  record("http://a.example/", "a");
  ask("http://a.example/");
  stop().request_stop();
  turn();
  EXPECT_EQ(came(), Came{"cancelled"});
  wait();
  EXPECT_EQ(came().size(), 1u);
}

TEST_F(Replay, TellsWhatNobodyAskedFor) {
  record("http://a.example/", "first");
  record("http://a.example/", "second");
  record("http://b.example/", "b");
  ask("http://a.example/");
  wait();
  const auto left = player().unplayed();
  ASSERT_EQ(left.size(), 2u);
  EXPECT_EQ(left[0].n, 2u);
  EXPECT_EQ(left[1].question.url, "http://b.example/");
}

}  // namespace
}  // namespace trawl::cassette
