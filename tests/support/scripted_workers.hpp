// Workers that play a script instead of running a process, and a network that answers from a table.
// One thread; what they were asked is there to be counted.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "fetch/fetcher.hpp"
#include "trawl/plugin.h"
#include "worker/launcher.hpp"

namespace trawl::test {

struct AwaitResponse {};  // until the daemon has answered a fetch
struct Hang {};           // until killed
using Step = std::variant<wire::ToDaemon, AwaitResponse, Hang>;

struct Script {
  std::vector<Step> steps;
  worker::Exit exit{};
};

inline Script succeeds(int items = 1) {
  Script script;
  for (int i = 0; i < items; ++i)
    script.steps.push_back(wire::ToDaemon(wire::Item{"item", "key" + std::to_string(i), "{}"}));
  script.steps.push_back(wire::ToDaemon(wire::Done{TRAWL_OK, ""}));
  return script;
}

inline Script crashes() {
  return {{}, {.signal = 11}};
}
inline Script hangs() {
  return {{Hang{}}, {}};
}

// Asks for one URL; emits an item when that came with a page (any status below 400).
inline Script fetches(const std::string& url) {
  wire::Fetch fetch;
  fetch.request = 1;
  fetch.url = url;
  Script script;
  script.steps = {wire::ToDaemon(std::move(fetch)),  AwaitResponse{},
                  wire::ToDaemon(wire::Taken{1}),    wire::ToDaemon(wire::Item{"item", url, "{}"}),
                  wire::ToDaemon(wire::Released{1}), wire::ToDaemon(wire::Done{TRAWL_OK, ""})};
  return script;
}

class ScriptedWorker final : public worker::Worker {
 public:
  ScriptedWorker(asio::any_io_executor executor, Script script)
      : script_(std::move(script)), killed_(executor, 1), answered_(executor, 64) {}

  pid_t pid() const override { return 1; }

  Task<Result<wire::ToDaemon>> receive() override {
    while (next_ < script_.steps.size() && !dead_) {
      Step step = script_.steps[next_++];
      if (auto* message = std::get_if<wire::ToDaemon>(&step)) co_return std::move(*message);
      auto& gate = std::holds_alternative<Hang>(step) ? killed_ : answered_;
      co_await gate.async_receive(asio::as_tuple(asio::use_awaitable));
    }
    co_return refuse(Code::gone, "the worker closed its end");
  }

  Task<bool> send(wire::ToWorker message) override {
    if (std::holds_alternative<wire::Response>(message)) answered_.try_send(boost::system::error_code{});
    co_return !dead_;
  }

  void kill() override {
    dead_ = true;
    script_.exit.signal = script_.exit.signal ? script_.exit.signal : 9;
    killed_.try_send(boost::system::error_code{});
    answered_.close();
  }

  Task<worker::Exit> wait() override { co_return script_.exit; }

 private:
  using Gate = asio::experimental::channel<void(boost::system::error_code)>;
  Script script_;
  std::size_t next_ = 0;
  bool dead_ = false;
  Gate killed_, answered_;
};

// Plays, for each plugin file, its scripts in order; the last one for ever.
class ScriptedLauncher final : public worker::Launcher {
 public:
  explicit ScriptedLauncher(asio::any_io_executor executor) : executor_(executor) {}

  void script(const std::string& file, std::vector<Script> scripts) { scripts_[file] = std::move(scripts); }
  int launches(const std::string& file) const {
    const auto found = launches_.find(file);
    return found == launches_.end() ? 0 : found->second;
  }

  Result<std::unique_ptr<worker::Worker>> launch(const worker::LaunchSpec& spec) override {
    const auto& scripts = scripts_.at(spec.plugin);
    const auto turn = static_cast<std::size_t>(launches_[spec.plugin]++);
    return std::make_unique<ScriptedWorker>(executor_, scripts[std::min(turn, scripts.size() - 1)]);
  }

  Task<Result<std::vector<model::PluginDescriptor>>> probe(std::filesystem::path) override {
    co_return std::vector<model::PluginDescriptor>{};
  }

  Task<Result<std::vector<worker::ConfigFault>>> check(std::filesystem::path, std::string,
                                                       std::string) override {
    co_return std::vector<worker::ConfigFault>{};
  }

 private:
  asio::any_io_executor executor_;
  std::map<std::string, std::vector<Script>> scripts_;
  std::map<std::string, int> launches_;
};

// Answers 200 with an empty page, unless told otherwise.
class ScriptedFetcher final : public fetch::Fetcher {
 public:
  std::map<std::string, int> statuses;
  std::vector<std::string> asked;

  Task<std::expected<fetch::Response, fetch::Failure>> fetch(fetch::Request request,
                                                             std::shared_ptr<fetch::Session>,
                                                             std::stop_token) override {
    asked.push_back(request.url);
    fetch::Response response;
    response.url = request.url;
    const auto known = statuses.find(request.url);
    response.status = known == statuses.end() ? 200 : known->second;
    co_return response;
  }
};

}  // namespace trawl::test
