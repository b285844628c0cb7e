// A verb of trawl-plugin. The table in verbs.cpp is the only place where a verb exists; each has a file of
// its own, verb_NAME.cpp.
#pragma once

#include <string_view>

#include "base/error.hpp"
#include "cli/command_line.hpp"
#include "cli/grammar.hpp"

namespace trawl::author {

// Does the verb's work, prints what it has to say, and returns the exit code. An Error is printed by main
// and gives its own exit code.
using Handler = Result<int> (*)(const cli::CommandLine&);

const cli::Grammar& grammar();
Handler find_handler(std::string_view verb);

}  // namespace trawl::author
