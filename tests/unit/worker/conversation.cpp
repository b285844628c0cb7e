#include "tests/unit/worker/conversation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "trawl/plugin.h"
#include "worker/process_launcher.hpp"

namespace trawl::worker {
namespace {

wire::Response small_page(const wire::Fetch& fetch) {
  return {fetch.request, TRAWL_NET_OK, 200, fetch.url, "hello", "", {{"Content-Type", "text/plain"}}, 10, 1};
}

Task<> play(Worker& worker, Conversation& script, Outcome& outcome, asio::steady_timer& deadline) {
  co_await worker.send(script.start);
  if (script.cancel_at_once) co_await worker.send(wire::Cancel{});
  for (;;) {
    auto message = co_await worker.receive();
    if (!message) {
      outcome.end = message.error().code;
      outcome.end_text = message.error().message;
      break;
    }
    outcome.messages.push_back(*message);
    if (!script.go_on(*message)) worker.kill();
    const auto* fetch = std::get_if<wire::Fetch>(&*message);
    if (fetch) co_await worker.send(script.answer ? script.answer(*fetch) : small_page(*fetch));
  }
  // As the daemon does with a worker that lies.
  if (outcome.end == Code::protocol_error) worker.kill();
  outcome.exit = co_await worker.wait();
  deadline.cancel();
}

}  // namespace

bool Outcome::succeeded() const {
  const auto done = all<wire::Done>();
  return done.size() == 1 && done.front().status == TRAWL_OK && !died();
}

std::string Outcome::handled_url() const {
  std::vector<std::pair<std::uint64_t, std::string>> fetches;
  std::uint64_t handled = 0;
  for (const auto& message : messages) {
    if (const auto* fetch = std::get_if<wire::Fetch>(&message))
      fetches.emplace_back(fetch->request, fetch->url);
    if (const auto* taken = std::get_if<wire::Taken>(&message)) handled = taken->request;
    if (const auto* released = std::get_if<wire::Released>(&message);
        released && released->request == handled)
      handled = 0;
  }
  const auto found = std::ranges::find(fetches, handled, &std::pair<std::uint64_t, std::string>::first);
  return found == fetches.end() ? "" : found->second;
}

int Outcome::told(const std::string& what) const {
  for (const auto& item : all<wire::Item>())
    if (item.kind == "result" && item.key == what)
      return std::stoi(item.data.substr(item.data.find(':') + 1));
  return -1;
}

Conversation conversation_with(const std::string& plugin, const std::string& config) {
  Conversation script;
  script.launch.plugin = fixture_folder / (plugin + ".so");
  script.launch.memory_limit = 256u << 20;
  script.start.plugin_id = plugin;
  script.start.run_id = "1";
  script.start.platform = "books";
  script.start.trigger = "manual";
  script.start.config = config;
  script.start.max_in_flight = 4;
  return script;
}

Conversation hostile(const std::string& how) {
  return conversation_with("hostile", R"({"how":")" + how + R"("})");
}

Outcome hold(Conversation script) {
  asio::io_context io;
  Outcome outcome;
  const auto launcher = make_process_launcher(io.get_executor(), worker_program);
  auto worker = launcher->launch(script.launch);
  if (!worker) {
    ADD_FAILURE() << worker.error().message;
    return outcome;
  }
  const auto start = std::chrono::steady_clock::now();
  asio::steady_timer deadline(io, script.deadline);
  deadline.async_wait([&](boost::system::error_code cancelled) {
    if (!cancelled) (*worker)->kill();
  });
  spawn(io.get_executor(), "test", play(**worker, script, outcome, deadline));
  io.run();
  outcome.took =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
  return outcome;
}

}  // namespace trawl::worker
