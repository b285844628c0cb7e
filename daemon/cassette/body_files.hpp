// The files in a cassette's folder: their names, and reading and writing them whole.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace trawl::cassette {

// The hash of the content with the extension that editors and `git diff` know for its type.
std::string body_name(std::string_view body, std::string_view content_type);

// A plain file name that cannot lead out of the folder. Authors may name bodies by hand.
bool is_body_name(std::string_view);
// One that body_name() made.
bool is_hashed_name(std::string_view);

// Refused when it is no plain file (a link is none) or larger than `most` bytes.
Result<std::string> read_whole(const std::filesystem::path&, std::size_t most);
// Readers see the old file or the new one.
Result<> write_whole(const std::filesystem::path&, std::string_view content);

}  // namespace trawl::cassette
