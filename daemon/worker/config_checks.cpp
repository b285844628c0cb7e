#include "worker/config_checks.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace trawl::worker {
namespace {

constexpr std::size_t checks_at_once = 8;  // processes; a plugin that hangs holds up few others

// What those who ask share: each takes the next question when it is done with one.
struct Round {
  Launcher& launcher;
  std::vector<ConfigQuestion> questions;
  std::vector<ConfigVerdict> verdicts;
  std::size_t next = 0;
};

Task<> ask(std::shared_ptr<Round> round, OneShot<bool> done) {
  while (round->next < round->questions.size()) {
    const std::size_t mine = round->next++;
    ConfigQuestion& question = round->questions[mine];
    auto asked = round->launcher.check(std::move(question.file), std::move(question.plugin_id),
                                       std::move(question.config_json));
    round->verdicts[mine] = co_await std::move(asked);
  }
  done.set(true);
}

}  // namespace

Task<std::vector<ConfigVerdict>> check_all(Launcher& launcher, std::vector<ConfigQuestion> questions) {
  const auto executor = co_await asio::this_coro::executor;
  const std::size_t count = questions.size();
  const auto round =
      std::make_shared<Round>(Round{launcher, std::move(questions), std::vector<ConfigVerdict>(count)});
  std::vector<OneShot<bool>> askers;
  for (std::size_t i = 0; i < std::min(checks_at_once, count); ++i) {
    askers.emplace_back(executor);
    spawn(executor, "check", ask(round, askers.back()));
  }
  for (const auto& asker : askers) co_await asker.get();
  co_return std::move(round->verdicts);
}

}  // namespace trawl::worker
