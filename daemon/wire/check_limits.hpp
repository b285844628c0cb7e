// What an answer of `trawl-worker --check` holds at most. The worker keeps to it, and the daemon looks again:
// a plugin can write on the worker's descriptors.
#pragma once

#include <cstddef>

namespace trawl::wire {

inline constexpr std::size_t max_complaints = 100;         // one more says how many are left out
inline constexpr std::size_t max_complaint_pointer = 512;  // bytes
inline constexpr std::size_t max_complaint_text = 1024;    // bytes
inline constexpr std::size_t max_config_json = 8u << 20;   // bytes; trawl.yaml itself has at most 1 MiB
inline constexpr std::size_t max_check_answer = 1u << 20;  // bytes

}  // namespace trawl::wire
