// A run of a subject as `run`, `test` and `try` need it: against a cassette, the site, or both, judged as
// trawld judges it. Blocks until the run has ended; an interrupt (Ctrl-C) ends it early and keeps what has
// been recorded.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cassette/cassette.hpp"
#include "cassette/mode.hpp"
#include "trawl-plugin/subject.hpp"
#include "trawl-plugin/trial.hpp"

namespace trawl::author {

struct Scrape {
  std::filesystem::path cassette;  // empty: nothing is played or recorded
  cassette::Source source = cassette::Source::network;
  std::optional<std::uint64_t> seed;  // replay: of the order of answers; else the plugin's
  std::uint64_t max_items = 0;        // the run ends when there are so many; 0: no such end
  fetch::Fetcher* site = nullptr;     // in the network's place, when it is no network at all
  std::function<void(const model::Item&)> on_item;
  std::function<void(const std::string&)> on_answer;  // a line for each request that was answered
};

struct Scraped {
  model::PlatformStatus status = model::PlatformStatus::failed;
  std::vector<model::ErrorRecord> errors;  // warnings included
  std::vector<model::Item> items;          // in the order in which they were emitted
  std::vector<wire::Breach> breaches;
  std::optional<cassette::Cassette> cassette;
  std::vector<std::string> unmatched;        // replay: requests that nothing was recorded for
  std::vector<cassette::Exchange> unplayed;  // replay: answers that nobody asked for
};

Result<Scraped> scrape(asio::io_context&, worker::Launcher&, const Subject&, Scrape);

}  // namespace trawl::author
