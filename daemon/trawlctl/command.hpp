// One command of trawlctl from its words to its exit code. main() runs one; the demo runs several.
#pragma once

#include <string>
#include <vector>

#include "trawlctl/printer.hpp"

namespace trawl::ctl {

// Parses, runs the verb's handler, prints errors. `interrupt`: see Session.
int run_command(const std::vector<std::string>& words, int interrupt);

}  // namespace trawl::ctl
