// Where a run's answers come from, and which of them are recorded. Pure, but for default_mode().
#pragma once

#include <cstdint>
#include <string_view>

#include "base/error.hpp"

namespace trawl::cassette {

enum class Mode : std::uint8_t {
  once,  // what is recorded is played; a folder without a cassette is recorded
  none,  // the network is never used
  add,   // what is recorded is played, everything else is fetched and added
  all,   // everything is fetched and replaces what was recorded
};

Result<Mode> parse_mode(std::string_view word);
// none where the environment says that this is continuous integration ($CI), else once.
Mode default_mode();

enum class Source : std::uint8_t { cassette, network, both };
Source source_for(Mode, bool is_recorded);

}  // namespace trawl::cassette
