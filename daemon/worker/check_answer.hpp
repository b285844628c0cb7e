// Reads what `trawl-worker --check` said. Pure.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "worker/child_process.hpp"
#include "worker/launcher.hpp"

namespace trawl::worker {

// Errors: as Launcher::check says.
Result<std::vector<ConfigFault>> read_check_answer(const std::filesystem::path& file,
                                                   std::string_view plugin_id, std::string_view out,
                                                   const ChildExit&, std::string_view last_words);

}  // namespace trawl::worker
