// The group "fuzz": pages and headers changed at random, two runs at a time, for as long as is wanted.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <thread>

#include "trawl-plugin/check/tests.hpp"

namespace trawl::author::check {
namespace {

constexpr Millis usual_time{10'000};
constexpr std::size_t runs_at_a_time = 2;

// What the threads share. The first finding stands.
struct Hunt {
  std::atomic<std::uint64_t> next_seed;
  std::atomic<std::uint64_t> runs = 0;
  std::atomic<bool> over = false;
  std::mutex mutex;
  std::optional<Outcome> found;  // guarded
};

void hunt_until(std::chrono::steady_clock::time_point end, const Candidate& candidate, Hunt& hunt) {
  Bench bench(candidate);
  if (!bench.why_not_run().empty()) return;
  while (!hunt.over && std::chrono::steady_clock::now() < end) {
    const std::uint64_t seed = hunt.next_seed++;
    const auto death = Bench::death_of(
        bench.run({.shuffle_seed = seed, .mishap = {.question = {}, .apply = mutate, .seed = seed}}));
    ++hunt.runs;
    if (!death) continue;
    const std::lock_guard lock(hunt.mutex);
    hunt.over = true;
    if (!hunt.found)
      hunt.found = {death->status, fmt::format("with pages changed at random (--seed {} begins with it): {}",
                                               seed, death->seen)};
  }
}

}  // namespace

Outcome survives_mutations(Bench& bench) {
  if (auto why = bench.why_not_run(); !why.empty()) return skipped(std::move(why));
  if (!bench.candidate().cassette) return skipped("it needs a --cassette");
  if (bench.plain_run().asked.empty()) return skipped("it asks for no page");
  Hunt hunt{.next_seed = bench.candidate().seed};
  const auto end = std::chrono::steady_clock::now() + bench.candidate().fuzz_time.value_or(usual_time);
  {
    std::array<std::jthread, runs_at_a_time> threads;
    for (std::jthread& thread : threads)
      thread = std::jthread([&] { hunt_until(end, bench.candidate(), hunt); });
  }
  if (hunt.found) return *hunt.found;
  return success(fmt::format("{} runs, seeds {} to {}", hunt.runs.load(), bench.candidate().seed,
                             hunt.next_seed.load() - 1));
}

}  // namespace trawl::author::check
