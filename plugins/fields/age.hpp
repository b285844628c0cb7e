// Ages as configurations write them: "30d". Any thread.
#pragma once

#include <chrono>
#include <string>

namespace trawl::fields {

// A number of at most six digits and s, m, h, d or w. Throws std::invalid_argument that says how to write it.
std::chrono::seconds parse_age(const std::string& text);

}  // namespace trawl::fields
