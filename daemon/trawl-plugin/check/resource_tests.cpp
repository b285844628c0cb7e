// The group "resources": what a run takes, and what it does not give back.
#include <fmt/format.h>

#include <algorithm>

#include "trawl-plugin/check/tests.hpp"

namespace trawl::author::check {
namespace {

// Libraries keep something for good: tables of encodings, caches of compiled expressions.
constexpr std::int64_t kept_for_good = 256 << 10;
constexpr std::size_t padding = 64 << 10;
constexpr std::int64_t tolerated_per_page = 256;

// Every body longer by white space, which changes nothing of its meaning.
Answer pad(Answer answer, Chance&) {
  if (answer && !answer->body.empty()) answer->body.append(padding, '\n');
  return answer;
}

std::int64_t growth_of(const Observation& seen) {
  return seen.seen.spent ? seen.seen.spent->heap_growth : -1;
}

// What the pages of the second half of a run leave in use, each; 0 when there are too few to tell. What is
// kept for good is mostly there after the first half.
std::int64_t growth_per_page(Bench& bench) {
  constexpr unsigned fewest = 4;
  const unsigned answers = bench.plain_run().seen.answers;
  if (answers < fewest) return 0;
  const unsigned half = answers / 2;
  const std::int64_t first = growth_of(bench.run({.interference = {.cancel_at = half}}));
  if (first < 0) return 0;
  return (growth_of(bench.plain_run()) - first) / (answers - half + 1);
}

}  // namespace

Outcome tells_its_cost(Bench& bench) {
  if (auto why = bench.why_not_run(); !why.empty()) return skipped(std::move(why));
  const Observation& seen = bench.plain_run();
  if (!seen.seen.spent) return skipped("the worker told no figures");
  const wire::Spent& spent = *seen.seen.spent;
  const unsigned pages = std::max(1u, seen.seen.answers);
  return success(fmt::format("peak memory {:.1f} MiB, CPU {:.2f} ms per page, {:.1f} items per page",
                             static_cast<double>(spent.peak_bytes) / (1 << 20),
                             static_cast<double>(spent.cpu_us) / 1000 / pages,
                             static_cast<double>(seen.result.items.size()) / pages));
}

Outcome leaks_nothing(Bench& bench) {
  if (auto why = bench.why_not_run(); !why.empty()) return skipped(std::move(why));
  const Observation& plain = bench.plain_run();
  if (growth_of(plain) < 0) return skipped("this build of trawl-worker cannot measure memory (sanitizers)");
  if (plain.seen.answers == 0) return skipped("it asks for no page");
  const std::int64_t growth = growth_of(plain);
  const std::int64_t padded = growth_of(bench.run({.mishap = {.question = {}, .apply = pad}}));
  if (padded - growth > static_cast<std::int64_t>(padding / 2))
    return failed(fmt::format(
        "run() leaves {} KiB in use, and {} KiB when each page is {} KiB longer: it keeps copies of "
        "pages that it never frees",
        growth >> 10, padded >> 10, padding >> 10));
  const std::int64_t per_page = growth_per_page(bench);
  if (per_page > tolerated_per_page)
    return failed(fmt::format("each page leaves {} bytes in use; valgrind or -fsanitize=leak names the place",
                              per_page));
  // What an interpreter takes before it sees a page says nothing of pages.
  const std::int64_t before =
      std::max<std::int64_t>(0, growth_of(bench.run({.interference = {.cancel_at = 1}})));
  if (growth - before > kept_for_good)
    return failed(
        fmt::format("run() leaves {} KiB more in use after {} page(s) than before them; valgrind or "
                    "-fsanitize=leak names "
                    "the place",
                    (growth - before) >> 10, plain.seen.answers));
  return success(fmt::format("run() leaves {} KiB in use", growth >> 10));
}

Outcome leaks_no_descriptors(Bench& bench) {
  if (auto why = bench.why_not_run(); !why.empty()) return skipped(std::move(why));
  const Observation& plain = bench.plain_run();
  if (!plain.seen.spent) return skipped("the worker told no figures");
  // A library may open one for good, such as for random numbers.
  constexpr std::int32_t kept_for_good = 2;
  const std::int32_t open = plain.seen.spent->descriptors;
  if (open > kept_for_good)
    return failed(fmt::format("run() leaves {} file descriptors open that it did not find so", open));
  return success();
}

}  // namespace trawl::author::check
