// Text as a terminal shows it: width in columns, without anything that could drive the terminal. What
// scrapers bring home may be hostile. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace trawl::cli {

// On one line and harmless: escape sequences are taken out whole, other control characters become
// spaces, malformed UTF-8 becomes U+FFFD, direction overrides are dropped.
std::string printable(std::string_view);

// Columns that printable text takes; wide East Asian characters two, combining marks none.
std::size_t display_width(std::string_view);

// At most `columns` wide; what is cut off is shown by an ellipsis.
std::string clip(std::string_view, std::size_t columns);

std::string pad_right(std::string text, std::size_t columns);
std::string pad_left(std::string text, std::size_t columns);

}  // namespace trawl::cli
