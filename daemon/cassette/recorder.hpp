// A Fetcher that fetches with another one and records what comes, without its secrets (scrubber.hpp). The
// plugin gets the answer as it came.
//
// Crawl thread. The cassette and the other fetcher outlive the recorder; save the cassette when the run has
// ended.
#pragma once

#include <optional>

#include "base/clock.hpp"
#include "cassette/answers.hpp"
#include "cassette/cassette.hpp"
#include "fetch/fetcher.hpp"

namespace trawl::cassette {

class Recorder final : public fetch::Fetcher {
 public:
  enum class Known : std::uint8_t { played, replaced };

  // `played`: what the cassette has is answered from it, and only the rest is fetched. `replaced`: the
  // cassette is emptied first. Cookies' and credentials' part of a request is in nobody's recording.
  Recorder(Cassette&, fetch::Fetcher& network, Clock&, Known);

  Task<std::expected<fetch::Response, fetch::Failure>> fetch(fetch::Request, std::shared_ptr<fetch::Session>,
                                                             std::stop_token) override;

  // The first thing that kept an answer out of the cassette.
  const std::optional<Error>& fault() const { return fault_; }

 private:
  Result<> record(const fetch::Request&, const model::FetchPolicy&, Millis elapsed, const Answers::Outcome&);

  Cassette& cassette_;
  fetch::Fetcher& network_;
  Clock& clock_;
  std::optional<Answers> known_;
  std::optional<Error> fault_;
};

}  // namespace trawl::cassette
