// The composition root: builds the daemon's parts in the order they need each other, runs them, and
// takes them apart again. Nothing else in the program knows more than two of them.
#pragma once

#include <filesystem>

#include "trawld/exit_code.hpp"

namespace trawl::trawld {

// Reads the configuration, opens the store, serves until a signal or daemon.shutdown ends it.
ExitCode run_daemon(const std::filesystem::path& config_file);

// Prints every fault of the file as file:line:column: message.
ExitCode check_config(const std::filesystem::path& config_file);

}  // namespace trawl::trawld
