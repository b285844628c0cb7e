#include "trawl-plugin/check/tap.hpp"

#include <utility>
#include <variant>

namespace trawl::author::check {
namespace {

using std::chrono::steady_clock;

class TappedWorker final : public worker::Worker {
 public:
  TappedWorker(std::unique_ptr<worker::Worker> real, const Interference& interference, Seen& seen)
      : real_(std::move(real)), interference_(interference), seen_(seen) {}

  pid_t pid() const override { return real_->pid(); }
  void kill() override { real_->kill(); }

  Task<Result<wire::ToDaemon>> receive() override {
    auto message = co_await real_->receive();
    if (message) note(*message);
    co_return message;
  }

  Task<bool> send(wire::ToWorker message) override {
    if (auto* start = std::get_if<wire::Start>(&message)) start->later = interference_.later_minor ? 1 : 0;
    if (auto* answer = std::get_if<wire::Response>(&message)) {
      if (interference_.net) answer->net = *interference_.net;
      if (++seen_.answers == interference_.cancel_at) {
        seen_.was_cancelled = true;
        seen_.cancelled = steady_clock::now();
        message = wire::Cancel{};
      }
    }
    co_return co_await real_->send(std::move(message));
  }

  Task<worker::Exit> wait() override {
    worker::Exit exit = co_await real_->wait();
    if (!seen_.done) seen_.ended = steady_clock::now();
    seen_.exit = exit;
    co_return exit;
  }

 private:
  void note(const wire::ToDaemon& message) {
    if (const auto* fetch = std::get_if<wire::Fetch>(&message)) {
      seen_.urls.push_back(fetch->url);
      if (++seen_.fetches > interference_.most_fetches.value_or(seen_.fetches)) {
        seen_.asked_too_much = true;
        real_->kill();
      }
    } else if (std::holds_alternative<wire::Checkpoint>(message)) {
      if (++seen_.checkpoints == interference_.kill_at_checkpoint) {
        seen_.was_killed = true;
        real_->kill();
      }
    } else if (const auto* done = std::get_if<wire::Done>(&message)) {
      seen_.done = *done;
      seen_.ended = steady_clock::now();
    } else if (const auto* spent = std::get_if<wire::Spent>(&message)) {
      seen_.spent = *spent;
    } else if (const auto* failed = std::get_if<wire::LoadFailed>(&message)) {
      seen_.load_fault = failed->text;
    }
  }

  std::unique_ptr<worker::Worker> real_;
  const Interference& interference_;
  Seen& seen_;
};

}  // namespace

Result<std::unique_ptr<worker::Worker>> Tap::launch(const worker::LaunchSpec& spec) {
  auto real = real_.launch(spec);
  if (!real) return real;
  return std::make_unique<TappedWorker>(std::move(*real), interference_, seen_);
}

Task<Result<std::vector<model::PluginDescriptor>>> Tap::probe(std::filesystem::path file) {
  co_return co_await real_.probe(std::move(file));
}

Task<Result<std::vector<worker::ConfigFault>>> Tap::check(std::filesystem::path file, std::string plugin_id,
                                                          std::string config_json) {
  co_return co_await real_.check(std::move(file), std::move(plugin_id), std::move(config_json));
}

}  // namespace trawl::author::check
