// A daemon that launches a worker which hangs, prints its pid and waits to be killed.
//   orphan-maker TRAWL-WORKER PLUGIN
#include <boost/asio/io_context.hpp>
#include <cstdio>

#include "worker/process_launcher.hpp"

int main(int count, char** arguments) {
  using namespace trawl;
  if (count != 3) return 64;
  asio::io_context io;
  const auto launcher = worker::make_process_launcher(io.get_executor(), arguments[1]);
  auto launched = launcher->launch({.plugin = arguments[2]});
  if (!launched) return 1;
  worker::Worker& worker = **launched;
  const auto watch = [&]() -> Task<> {
    wire::Start start;
    start.plugin_id = "hostile";
    start.config = R"({"how":"hang"})";
    co_await worker.send(std::move(start));
    while (auto message = co_await worker.receive()) {
      if (!std::holds_alternative<wire::Item>(*message)) continue;  // it says "hanging"
      std::printf("%d\n", worker.pid());
      std::fflush(stdout);
    }
  };
  spawn(io.get_executor(), "watch", watch);
  io.run();
}
