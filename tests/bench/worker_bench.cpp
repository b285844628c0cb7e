// What a process per platform costs: from the decision to launch to the first message of the plugin itself,
// through the launcher of the daemon, sandbox on, beside posix_spawn of /bin/true; in alternating rounds,
// with a small daemon and with one that holds 512 MB.
//
//   worker-bench WORKER_PROGRAM PLUGIN_FOLDER [ROUNDS]
#include <fmt/format.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "figures.hpp"
#include "tests/support/task_loop.hpp"
#include "worker/process_launcher.hpp"

extern char** environ;

namespace trawl::bench {
namespace {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

constexpr auto html_config =
    R"({"start": "http://shop.example/", "next": "a.next", "each": "article", "fields": {"title": {"css": "h3"}}})";

class Bench {
 public:
  Bench(std::filesystem::path worker_program, std::filesystem::path plugins)
      : plugins_(std::move(plugins)),
        launcher_(worker::make_process_launcher(loop_.executor(), std::move(worker_program))) {}

  // Until the plugin `html` asks for its first page.
  double html() { return loop_.run(until<wire::Fetch>("html", html_config)); }
  // Until the plugin `demo` hands over its first item.
  double demo() { return loop_.run(until<wire::Item>("demo", R"({"items": 1})")); }

 private:
  // Named, and taken by value, because it is a coroutine.
  template <class First>
  Task<double> until(std::string plugin, std::string config) {
    worker::LaunchSpec spec;
    spec.plugin = plugins_ / (plugin + ".so");
    wire::Start start;
    start.plugin_id = plugin;
    start.run_id = "1";
    start.platform = "bench";
    start.trigger = "manual";
    start.config = std::move(config);

    const auto decision = Clock::now();
    auto worker = launcher_->launch(spec);
    if (!worker) throw std::runtime_error(worker.error().message);
    wire::ToWorker first = std::move(start);
    co_await (*worker)->send(std::move(first));
    for (;;) {
      auto message = co_await (*worker)->receive();
      if (!message) throw std::runtime_error(plugin + ": " + message.error().message);
      if (std::holds_alternative<First>(*message)) break;
    }
    const double spent = ms_since(decision);
    (*worker)->kill();
    co_await (*worker)->wait();
    co_return spent;
  }

  test::TaskLoop loop_;
  std::filesystem::path plugins_;
  std::unique_ptr<worker::Launcher> launcher_;
};

// The peer: the least that a process can be.
double spawn_true() {
  const char* arguments[] = {"/bin/true", nullptr};
  const auto decision = Clock::now();
  pid_t child = 0;
  if (::posix_spawn(&child, "/bin/true", nullptr, nullptr, const_cast<char**>(arguments), environ) != 0)
    throw std::runtime_error("/bin/true cannot be started");
  ::waitpid(child, nullptr, 0);
  return ms_since(decision);
}

struct Times {
  std::vector<double> html, demo, nothing;
};

Times measure(Bench& bench, int rounds) {
  Times times;
  for (int round = 0; round < rounds; ++round) {
    times.html.push_back(bench.html());
    times.demo.push_back(bench.demo());
    times.nothing.push_back(spawn_true());
  }
  return times;
}

void print(const char* what, const std::vector<double>& times, const std::vector<double>& peer) {
  const double p50 = quantile(times, 0.5);
  fmt::print("{:<44} p50 {:6.2f} ms   p99 {:6.2f} ms   x {:.1f}\n", what, p50, quantile(times, 0.99),
             p50 / quantile(peer, 0.5));
}

void run(const std::filesystem::path& worker_program, const std::filesystem::path& plugins, int rounds) {
  Bench bench(worker_program, plugins);
  bench.html();  // the first of all reads the files from the disk
  const Times small = measure(bench, rounds);
  // Left to the kernel to give back.
  if (::mmap(nullptr, 512 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0) ==
      MAP_FAILED)
    throw std::runtime_error("there is no memory for the large daemon");
  const Times large = measure(bench, rounds);

  print("posix_spawn /bin/true, to its end", small.nothing, small.nothing);
  print("worker, to the first item of `demo`", small.demo, small.nothing);
  print("worker, to the first fetch of `html`", small.html, small.nothing);
  print("the same in a daemon of 512 MB", large.html, large.nothing);
  const double start = quantile(small.html, 0.5);
  print_goal("P14", "worker start, p50 in ms", start, Wanted::at_most, 6);
  print_goal("P14", "worker start at 512 MB / small", quantile(large.html, 0.5) / start, Wanted::at_most,
             1.2);
}

}  // namespace
}  // namespace trawl::bench

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: worker-bench WORKER_PROGRAM PLUGIN_FOLDER [ROUNDS]\n");
    return 2;
  }
  const int rounds = argc > 3 ? std::max(1, std::atoi(argv[3])) : 100;
  trawl::bench::run(argv[1], argv[2], rounds);
}
