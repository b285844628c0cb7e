// Usage: store-crash-victim STATE_DIR SEED
// Writes to a store for ever, several runs at a time, and prints a line for every answer that says
// "done". Whoever reads the lines kills it at a moment of its choice.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

#include <fmt/format.h>

#include "base/log.hpp"
#include "store/sqlite/open.hpp"
#include "tests/support/task_loop.hpp"

namespace trawl::store {
namespace {

// One write per line: a line is either whole in the pipe or not there.
void acknowledge(const std::string& line) {
  const std::string text = line + "\n";
  if (write(STDOUT_FILENO, text.data(), text.size()) != static_cast<ssize_t>(text.size())) std::_Exit(1);
}

template <class T>
void require(const Result<T>& result) {
  if (result) return;
  std::fprintf(stderr, "the store refused: %s\n", result.error().message.c_str());
  std::_Exit(1);
}

Decide asking_for(std::string platform) {
  return [platform = std::move(platform)](const model::Lineage*) -> Result<NewRun> {
    NewRun run;
    run.trigger = "manual";
    run.platforms = {platform};
    return run;
  };
}

std::vector<model::Item> batch_of(int generation, int batch) {
  std::vector<model::Item> items;
  for (int i = 0; i < 20; ++i)
    items.push_back(
        {"thing", fmt::format("{}-{}", batch, i), fmt::format(R"({{"generation":{}}})", generation)});
  return items;
}

// Runs of one platform, one after the other. Every third only fails.
Task<bool> work(Store& store, std::string platform, unsigned seed) {
  std::mt19937 random(seed);
  for (;;) {
    const int generation = static_cast<int>(random() % 1'000'000);
    const auto created = co_await store.create_run({}, {}, asking_for(platform), {});
    require(created);
    const RunId run = created->run.id;
    acknowledge(fmt::format("created {}", run));
    const auto started = co_await store.start_run(run, Time{});
    require(started);
    const PlatformStart start{.run = run, .platform = platform};
    const auto platform_started = co_await store.start_platform(start);
    require(platform_started);
    for (int batch = 0; batch < 3; ++batch) {
      auto items = batch_of(generation, batch);
      const auto added = co_await store.add_items(run, platform, std::move(items));
      require(added);
    }
    PlatformEnd end;
    end.run = run;
    end.platform = platform;
    end.status = random() % 3 == 0 ? model::PlatformStatus::failed : model::PlatformStatus::succeeded;
    const auto ended = co_await store.end_platform(end);
    require(ended);
    acknowledge(fmt::format("ended {} {} {} {} {}", run, platform, name(ended->outcome.status),
                            name(*ended->run_ended), generation));
  }
}

}  // namespace
}  // namespace trawl::store

int main(int, char** argv) {
  using namespace trawl;
  log::set_level(log::Level::error);
  auto store = store::sqlite::open({.state_dir = argv[1], .now = [] { return Time{}; }});
  store::require(store);
  test::TaskLoop loop;
  std::vector<Task<bool>> workers;
  const unsigned seed = static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10));
  for (unsigned i = 0; i < 4; ++i)
    workers.push_back(store::work(**store, fmt::format("p{}", i), seed * 16 + i));
  loop.run_all(std::move(workers));
}
