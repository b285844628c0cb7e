// What the rows of the verbs' table call.
#pragma once

#include "trawl-plugin/verb.hpp"

namespace trawl::author {

Result<int> make_new(const cli::CommandLine&);
Result<int> show_info(const cli::CommandLine&);
Result<int> print_docs(const cli::CommandLine&);
Result<int> run_plugin(const cli::CommandLine&);
Result<int> test_plugin(const cli::CommandLine&);
Result<int> try_selector(const cli::CommandLine&);
Result<int> check_plugin(const cli::CommandLine&);

}  // namespace trawl::author
