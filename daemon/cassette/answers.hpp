// A cassette's answers as requests come: the n-th asking of a question gets the n-th answer to it, and the
// last one from then on, so that a page asked for once more does not vanish. Crawl thread.
#pragma once

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cassette/cassette.hpp"
#include "fetch/fetcher.hpp"

namespace trawl::cassette {

class Answers {
 public:
  using Outcome = std::expected<fetch::Response, fetch::Failure>;

  // What is recorded now; the cassette outlives it, because bodies are read when they are asked for.
  explicit Answers(const Cassette&);

  // Nothing when the question was never recorded. Counts the asking.
  std::optional<Outcome> next(const fetch::Request&);

  // The failure of kind no_fixture for a request that next() knows nothing of: names what is nearest.
  fetch::Failure unknown(const fetch::Request&) const;

  // Recorded answers that no request has got so far.
  std::vector<Exchange> unplayed() const;

 private:
  Outcome play(const Exchange&, const fetch::Request&) const;
  std::string advice(const Question&) const;

  const Cassette& cassette_;
  std::map<Question, std::vector<Exchange>> recorded_;  // in order of n
  std::map<Question, std::size_t> asked_;
};

}  // namespace trawl::cassette
