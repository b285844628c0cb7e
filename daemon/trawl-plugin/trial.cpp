#include "trawl-plugin/trial.hpp"

#include <boost/asio/io_context.hpp>
#include <map>
#include <optional>

#include "base/system_clock.hpp"
#include "engine/drive_platform.hpp"

namespace trawl::author {
namespace {

class MemorySink final : public store::PlatformSink {
 public:
  explicit MemorySink(const Trial& trial)
      : on_item_(trial.on_item), state_(trial.state.begin(), trial.state.end()) {}

  Task<Result<>> add_items(model::RunId, std::string, std::vector<model::Item> items) override {
    for (model::Item& item : items) {
      if (on_item_) on_item_(item);
      items_.push_back(std::move(item));
    }
    co_return Result<>();
  }
  Task<Result<>> save_plugin_state(std::string,
                                   std::vector<std::pair<std::string, std::string>> state) override {
    keep(std::move(state));
    co_return Result<>();
  }

  // A recording has its pages; and a trial sets no budget for any others.
  Task<Result<std::string>> keep_page(model::RunId, std::string, model::Page, std::uint64_t) override {
    co_return std::string();
  }

  void keep(std::vector<std::pair<std::string, std::string>> state) {
    for (auto& [key, value] : state) state_.insert_or_assign(std::move(key), std::move(value));
  }
  std::vector<model::Item> take_items() { return std::move(items_); }
  std::vector<std::pair<std::string, std::string>> state() const { return {state_.begin(), state_.end()}; }

 private:
  std::function<void(const model::Item&)> on_item_;
  std::vector<model::Item> items_;
  std::map<std::string, std::string> state_;
};

engine::PlatformJob job_of(Trial& trial, std::shared_ptr<engine::PlatformControl> control) {
  engine::PlatformJob job;
  job.run = 1;
  job.platform = trial.platform;
  job.launch = {.plugin = trial.plugin, .memory_limit = trial.limits.memory, .cpu_limit = trial.time_limit};
  job.start.plugin_id = trial.plugin_id;
  job.start.run_id = "1";
  job.start.platform = trial.platform;
  job.start.trigger = "manual";
  job.start.config = std::move(trial.config);
  job.start.state = trial.state;
  job.start.now_us = trial.now_us;
  job.start.deadline_us = trial.now_us + trial.time_limit.count() * 1000;
  job.start.seed = trial.seed;
  job.start.max_in_flight = trial.max_in_flight;
  job.start.replay = trial.replay ? 1 : 0;
  job.limits = trial.limits;
  job.time_limit = trial.time_limit;
  job.policy = trial.policy;
  job.control = std::move(control);
  job.on_waiting = trial.on_waiting;
  return job;
}

}  // namespace

TrialResult run_trial(worker::Launcher& launcher, fetch::Fetcher& fetcher, asio::io_context& io,
                      Trial trial) {
  MemorySink sink(trial);
  SystemClock clock;
  const auto control = trial.control ? trial.control : std::make_shared<engine::PlatformControl>();
  std::optional<engine::Finish> end;
  auto job = job_of(trial, control);
  auto drive = [&]() -> Task<> {
    end = co_await engine::drive_platform({launcher, fetcher, sink, clock}, std::move(job));
  };
  spawn(io.get_executor(), "trial", drive());
  while (!end) io.run_one();  // what is cancelled then ends when the loop turns again
  sink.keep(std::move(end->state));
  return {std::move(*end), sink.take_items(), sink.state()};
}

}  // namespace trawl::author
