#include "cassette/mode.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace trawl::cassette {

Result<Mode> parse_mode(std::string_view word) {
  const std::vector<std::string> words{"once", "none", "add", "all"};  // in the order of the enum
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == word) return static_cast<Mode>(i);
  return refuse(Code::invalid_params, fmt::format("'{}' is no mode{}", word, did_you_mean(word, words)),
                "the modes are once, none, add and all");
}

Mode default_mode() {
  const char* ci = std::getenv("CI");
  const std::string_view said = ci ? ci : "";
  return said.empty() || said == "0" || said == "false" ? Mode::once : Mode::none;
}

Source source_for(Mode mode, bool is_recorded) {
  switch (mode) {
    case Mode::once:
      return is_recorded ? Source::cassette : Source::network;
    case Mode::none:
      return Source::cassette;
    case Mode::add:
      return is_recorded ? Source::both : Source::network;
    case Mode::all:
      return Source::network;
  }
  return Source::cassette;
}

}  // namespace trawl::cassette
