// The group "behaviour": whatever order, interruption or repetition a run meets, its result is the same.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "trawl-plugin/check/tests.hpp"

namespace trawl::author::check {
namespace {

constexpr auto time_to_cancel = std::chrono::seconds(2);

// Numbers from 1 to `last`, all or a few with first, second, middle and last.
std::set<unsigned> places(unsigned last, bool all) {
  std::set<unsigned> chosen;
  for (unsigned place = 1; place <= last; ++place)
    if (all || place <= 2 || place == last / 2 || place == last) chosen.insert(place);
  return chosen;
}

Outcome after_cancel(const Observation& plain, const Observation& seen, unsigned at) {
  const std::string when = fmt::format("cancelled in place of answer {}", at);
  const auto took = std::chrono::duration_cast<Millis>(seen.seen.ended - seen.seen.cancelled);
  if (auto death = Bench::death_of(seen)) return {death->status, fmt::format("{}, {}", when, death->seen)};
  if (took > time_to_cancel)
    return failed(fmt::format("{}, it went on for {}; it has 2s", when, format_duration(took)));
  if (const wire::Breach* breach = seen.breach("cancel"))
    return failed(fmt::format("{}, {}", when, breach->text));
  const wire::Breach* breach = seen.breach("release");
  if (breach && !plain.breach("release")) return failed(fmt::format("{}, {}", when, breach->text));
  return success();
}

}  // namespace

Outcome same_in_any_order(Bench& bench) {
  if (auto why = bench.why_not_run(); !why.empty()) return skipped(std::move(why));
  if (bench.plain_run().seen.fetches < 2) return skipped("it asks for fewer than two pages");
  const std::uint64_t orders = bench.is_thorough() ? 25 : 5;
  for (std::uint64_t i = 0; i < orders; ++i) {
    const std::uint64_t seed = bench.candidate().seed + i;
    const Observation seen = bench.run({.shuffle_seed = seed});
    if (auto death = Bench::death_of(seen))
      return {death->status,
              fmt::format("with the answers in another order (seed {}): {}", seed, death->seen)};
    if (const auto other = difference(bench.plain_run().result.items, seen.result.items); !other.empty())
      return failed(fmt::format("with the answers in another order (seed {}): {}", seed, other));
  }
  return success(fmt::format("{} orders", orders));
}

Outcome same_again(Bench& bench) {
  if (auto why = bench.why_not_run(); !why.empty()) return skipped(std::move(why));
  const Observation seen = bench.run({});
  if (auto death = Bench::death_of(seen)) return *death;
  const std::string other = difference(bench.plain_run().result.items, seen.result.items);
  return other.empty()
             ? success()
             : failed(fmt::format("of two runs with the same answers and the same seed, {}", other));
}

Outcome cancels(Bench& bench) {
  if (auto why = bench.why_not_run(); !why.empty()) return skipped(std::move(why));
  const unsigned answers = bench.plain_run().seen.answers;
  if (answers == 0) return skipped("it asks for no page");
  for (const unsigned at : places(answers, bench.is_thorough())) {
    Outcome outcome = after_cancel(bench.plain_run(), bench.run({.interference = {.cancel_at = at}}), at);
    if (outcome.status != Status::success) return outcome;
  }
  return success();
}

Outcome goes_on_from_its_state(Bench& bench) {
  if (auto why = bench.why_not_run(); !why.empty()) return skipped(std::move(why));
  const Observation& plain = bench.plain_run();
  if (plain.result.state.empty()) return skipped("it keeps no state");
  const Observation second = bench.run({.state = plain.result.state});
  if (auto death = Bench::death_of(second))
    return {death->status, fmt::format("with the state of its last run, {}", death->seen)};
  if (second.seen.done->status != 0 && plain.seen.done->status == 0)
    return failed(fmt::format("with the state of its last run, run() returned {}", second.seen.done->status));
  return success();
}

Outcome goes_on_from_a_checkpoint(Bench& bench) {
  if (auto why = bench.why_not_run(); !why.empty()) return skipped(std::move(why));
  const Observation& plain = bench.plain_run();
  if (plain.seen.checkpoints == 0) return skipped("it makes no checkpoint");
  for (const unsigned at : places(plain.seen.checkpoints, bench.is_thorough())) {
    const Observation killed = bench.run({.interference = {.kill_at_checkpoint = at}});
    const Observation rest = bench.run({.state = killed.result.state});
    const std::string when = fmt::format("killed after checkpoint {} and run again", at);
    if (auto death = Bench::death_of(rest)) return {death->status, fmt::format("{}, {}", when, death->seen)};
    auto all = killed.result.items;
    all.insert(all.end(), rest.result.items.begin(), rest.result.items.end());
    if (const auto missing = missing_items(plain.result.items, all); !missing.empty())
      return failed(fmt::format("{}, it never gives {}", when, missing));
  }
  return success();
}

}  // namespace trawl::author::check
