// Paths: dots, and the drive letters of file URLs. A path is the text of its segments, each behind a slash;
// "" is the empty list. Internal to trawl-sdk::url.
#pragma once

#include <string>
#include <string_view>

namespace trawl::url::detail {

bool is_drive_letter(std::string_view segment);        // "C:" or "C|"
bool starts_with_drive_letter(std::string_view rest);  // as a first segment

std::string drive_of(std::string_view path);  // "/C:" when a path begins with that, else ""

// Takes the last segment off, unless it is the drive of a file URL.
void shorten_path(std::string& path, std::string_view scheme);

// Adds an encoded segment, or does what its dots say. `last`: no slash follows it.
void append_segment(std::string& path, std::string_view segment, std::string_view scheme, bool last);

}  // namespace trawl::url::detail
