// Where tests try the plugin: each try is a worker process of its own, sandboxed as under trawld, with the
// recorded site for its network and a time limit. Blocks; one thread has one bench.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "trawl-plugin/check/candidate.hpp"
#include "trawl-plugin/check/examination.hpp"
#include "trawl-plugin/check/outcome.hpp"
#include "trawl-plugin/check/site.hpp"
#include "trawl-plugin/check/tap.hpp"
#include "trawl-plugin/trial.hpp"

namespace trawl::author::check {

using State = std::vector<std::pair<std::string, std::string>>;

// One try. The default is the plain run.
struct Experiment {
  std::uint32_t window = 8;
  std::optional<std::uint64_t> shuffle_seed;  // of the order in which answers come
  Mishap mishap;
  Interference interference;
  State state;
  std::optional<std::string> config;  // instead of the author's
};

struct Observation {
  TrialResult result;
  Seen seen;
  std::vector<cassette::Question> asked;
  std::vector<std::string> unmatched;
  Millis time_limit{0};

  bool ended_well() const { return seen.done.has_value(); }  // by returning from run(), with whatever status
  std::size_t reported() const;  // errors and warnings on the run's list, without those about breaches
  const wire::Breach* breach(std::string_view rule) const;
};

class Bench {
 public:
  explicit Bench(const Candidate& candidate) : candidate_(candidate), empty_(std::filesystem::path()) {}

  const Candidate& candidate() const { return candidate_; }
  bool is_thorough() const { return candidate_.level >= 8; }

  const Result<Examination>& examination() const { return candidate_.examination; }
  // The plugin that is run. The library can be loaded.
  const Described& plugin() const;

  Observation run(const Experiment&);
  // The plain run, made once; later runs get a time limit by what it took.
  const Observation& plain_run();

  // Why tests that run the plugin cannot: it cannot be loaded, needs a configuration, or does not even
  // survive the plain run. Empty: they can.
  std::string why_not_run();

  // What every run is to be: no crash, no hang, no endless asking. Nothing when all is well.
  static std::optional<Outcome> death_of(const Observation&);

 private:
  std::string why_not_start() const;

  const Candidate& candidate_;
  const cassette::Cassette empty_;
  std::optional<Observation> plain_;
  Millis time_limit_{15'000};
};

// Kind and key of what is in `more` and not in `fewer`: the first few, as a person reads them; and whether
// the contents agree, too.
std::string missing_items(const std::vector<model::Item>& more, const std::vector<model::Item>& fewer);
std::string difference(const std::vector<model::Item>& one, const std::vector<model::Item>& other);

}  // namespace trawl::author::check
