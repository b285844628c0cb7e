// The recorded site as a test meets it: the cassette's player, with one thing going wrong. Crawl thread;
// goes before its io_context.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cassette/player.hpp"
#include "trawl-plugin/check/alteration.hpp"

namespace trawl::author::check {

// One question of the recording, and what happens to each answer to it. An empty URL means all questions.
struct Mishap {
  cassette::Question question;
  Answer (*apply)(Answer, Chance&) = nullptr;  // null: nothing happens
  std::uint64_t seed = 0;
};

class Site final : public fetch::Fetcher {
 public:
  Site(const cassette::Cassette& recording, asio::any_io_executor executor,
       std::optional<std::uint64_t> shuffle_seed, Mishap mishap)
      : recording_(recording),
        player_(recording, std::move(executor), shuffle_seed),
        mishap_(std::move(mishap)),
        chance_(mishap_.seed) {}

  Task<Answer> fetch(fetch::Request, std::shared_ptr<fetch::Session>, std::stop_token) override;

  std::function<void()> on_waiting() { return player_.on_waiting(); }
  const std::vector<std::string>& unmatched() const { return player_.unmatched(); }
  // What was asked, each question once, in the order of asking.
  const std::vector<cassette::Question>& asked() const { return asked_; }

 private:
  const cassette::Cassette& recording_;
  cassette::Player player_;
  Mishap mishap_;
  Chance chance_;
  std::vector<cassette::Question> asked_;
};

}  // namespace trawl::author::check
