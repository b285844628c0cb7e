// Is this answer a page at all? Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace trawl::html_plugin {

// Nothing when the bytes may be HTML, else a sentence that says what they are.
std::optional<std::string> why_not_html(std::string_view body, std::string_view content_type);

}  // namespace trawl::html_plugin
