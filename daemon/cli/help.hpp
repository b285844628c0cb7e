// Help from the rows of a grammar: examples first. Pure.
#pragma once

#include <string>
#include <string_view>

#include "cli/grammar.hpp"

namespace trawl::cli {

std::string verb_lines(const Grammar&,
                       std::string_view noun = {});  // "  runs show   a run with ..."; all, or a noun's
std::string noun_help(const Grammar&, std::string_view noun);  // "runs": its verbs
// `more` is a paragraph of the program's own after the flags; may be empty.
std::string verb_help(const Grammar&, const VerbRow&, std::string_view more = {});
std::string flag_lines(const Grammar&,
                       std::string_view usage);  // the flags of a usage line with their meanings

}  // namespace trawl::cli
