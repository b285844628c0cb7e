// Whether an item may be sent to the daemon at all; the daemon checks again. Pure.
#pragma once

#include <string>
#include <string_view>

namespace trawl::worker {

// What is wrong with it, a sentence; empty when nothing is.
std::string fault_of_item(std::string_view kind, std::string_view key, std::string_view json);

}  // namespace trawl::worker
