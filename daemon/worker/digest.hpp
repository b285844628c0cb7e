// SHA-256 of a file. Blocking; a plugin takes a few milliseconds.
#pragma once

#include <filesystem>
#include <string>

#include "base/error.hpp"

namespace trawl::worker {

// 64 hex digits. Errors: plugin_unavailable when the file cannot be read.
Result<std::string> sha256_of_file(const std::filesystem::path&);

}  // namespace trawl::worker
