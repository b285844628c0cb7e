// What is checked, and with what: filled by the verb, the same for all tests. Immutable while tests run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "base/time.hpp"
#include "cassette/cassette.hpp"
#include "trawl-plugin/check/examination.hpp"

namespace trawl::author::check {

struct Candidate {
  std::filesystem::path file, worker;
  Result<Examination> examination;
  std::string plugin_id;      // the one to run; empty when the library cannot be loaded
  std::string config = "{}";  // JSON
  std::string config_file;    // a trawl.yaml, where it is from; empty when there is none
  std::string platform;       // of that file, when the author has named it
  std::optional<cassette::Cassette> cassette;
  std::uint64_t seed = 1;  // whatever is left to chance follows from it
  int level = 5;
  std::optional<Millis> fuzz_time;
};

}  // namespace trawl::author::check
