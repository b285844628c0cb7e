// The group "faults": each recorded answer in turn goes wrong in one way.
#include <fmt/format.h>

#include <algorithm>

#include "trawl-plugin/check/tests.hpp"

namespace trawl::author::check {
namespace {

constexpr std::size_t usual_questions = 8;

// All questions, or a few from the first to the last.
std::vector<std::size_t> chosen(std::size_t count, bool all) {
  std::vector<std::size_t> places;
  const std::size_t most = all ? count : std::min(count, usual_questions);
  for (std::size_t i = 0; i < most; ++i) places.push_back(most == 1 ? 0 : i * (count - 1) / (most - 1));
  return places;
}

Outcome judge(const Observation& plain, const Observation& seen, const Alteration& fault, bool first) {
  if (auto death = Bench::death_of(seen)) return *death;
  const wire::Breach* breach = seen.breach("release");
  if (breach && !plain.breach("release")) return failed(breach->text);
  const std::string lost = missing_items(plain.result.items, seen.result.items);
  if (lost.empty()) return success();
  if (seen.reported() <= plain.reported()) {
    const std::string what = fmt::format("it loses {} and reports nothing", lost);
    return fault.can_be_noticed ? failed(what) : success();
  }
  if (!first && seen.result.items.empty())
    return warning("it gives up all items because of one page; catch the error where the page is handled");
  return success();
}

}  // namespace

Outcome survives_fault(Bench& bench, std::size_t row) {
  if (auto why = bench.why_not_run(); !why.empty()) return skipped(std::move(why));
  const Observation& plain = bench.plain_run();
  if (!bench.candidate().cassette) return skipped("it needs a --cassette");
  if (plain.asked.empty()) return skipped("it asks for no page");
  const Alteration& fault = all_alterations()[row];
  Outcome worst = success();
  for (const std::size_t place : chosen(plain.asked.size(), bench.is_thorough())) {
    const cassette::Question& question = plain.asked[place];
    const Observation seen = bench.run(
        {.mishap = {.question = question, .apply = fault.apply, .seed = bench.candidate().seed + place}});
    Outcome outcome = judge(plain, seen, fault, place == 0);
    if (outcome.status == Status::success) continue;
    outcome.seen = fmt::format("{} ({}): {}", to_string(question), fault.title, outcome.seen);
    if (is_bad(outcome)) return outcome;
    worst = std::move(outcome);
  }
  return worst;
}

}  // namespace trawl::author::check
