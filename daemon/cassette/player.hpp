// A Fetcher that answers from a cassette, and never from the network.
//
// The n-th asking of a question, in the order in which the plugin asks, gets the n-th recorded answer to it,
// and the last one from then on. What is not recorded fails with no_fixture, and the message names what is
// nearest.
//
// Answers are given one at a time, and only when the plugin waits for one. So a replay does not depend on
// the machine's speed: the plugin sees its answers in the order in which it asked, or in one that a seed
// chooses.
//
// Crawl thread. A player is for one run; it goes before its io_context, and the cassette outlives it.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "cassette/answers.hpp"
#include "fetch/fetcher.hpp"

namespace trawl::cassette {

class Player final : public fetch::Fetcher {
 public:
  // With a seed, each answer is chosen at random among those that the plugin waits for.
  Player(const Cassette& cassette, asio::any_io_executor executor,
         std::optional<std::uint64_t> shuffle_seed = std::nullopt);

  // Waits until it is this request's turn (see on_waiting). A stop ends it with kind cancelled.
  Task<std::expected<fetch::Response, fetch::Failure>> fetch(fetch::Request, std::shared_ptr<fetch::Session>,
                                                             std::stop_token) override;

  // For engine::PlatformJob::on_waiting: gives one answer. Without it no request is ever answered.
  std::function<void()> on_waiting();

  // Questions that nothing was recorded for, in the order of asking.
  const std::vector<std::string>& unmatched() const { return unmatched_; }
  // Recorded answers that no request has got so far.
  std::vector<Exchange> unplayed() const { return answers_.unplayed(); }

 private:
  struct Pending {
    std::uint64_t number;
    OneShot<bool> turn;  // true: answer; false: stopped
  };

  Answers::Outcome look_up(const fetch::Request&);
  void give_one();

  const std::vector<std::string> secret_keys_;
  Answers answers_;
  asio::any_io_executor executor_;
  std::optional<std::mt19937_64> shuffle_;
  std::deque<Pending> pending_;
  std::uint64_t next_number_ = 0;
  std::vector<std::string> unmatched_;
};

}  // namespace trawl::cassette
