// Reads what `trawl-worker` says on stderr when it could not answer. Pure.
#pragma once

#include <filesystem>
#include <string_view>

namespace trawl::worker {

// The last line, "trawl-worker: FILE is no ...", without its beginning.
std::string_view reason_in(std::string_view last_words, const std::filesystem::path& file);

}  // namespace trawl::worker
