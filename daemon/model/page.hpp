// A page as it is kept for the people who read an error about it, and under what kind of name.
#pragma once

#include <string>
#include <string_view>

namespace trawl::model {

struct Page {
  std::string content_type;  // as the site gave it; may be empty
  std::string body;          // decoded, in its own charset; perhaps only the beginning
};

// "text/html; charset=utf-8" -> "html". What is not known is "txt" when it is text, else "bin".
std::string_view extension_of(std::string_view content_type);

}  // namespace trawl::model
