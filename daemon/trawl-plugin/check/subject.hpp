// What is checked, and with what: filled by the verb, the same for all tests. Immutable while tests run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "cassette/cassette.hpp"

namespace trawl::author::check {

struct Subject {
  std::filesystem::path file, worker;
  std::string plugin_id;      // the one to run; empty: the library's only one
  std::string config = "{}";  // JSON
  std::string config_file;    // where it is from; empty when it was not given
  std::optional<cassette::Cassette> cassette;
  std::uint64_t seed = 1;  // whatever is left to chance follows from it
  int level = 5;
  std::optional<Millis> fuzz_time;
};

}  // namespace trawl::author::check
