// What this process uses, for a run's cost and to find what a plugin forgot to free. One thread.
#pragma once

#include <cstdint>
#include <optional>

namespace trawl::worker {

// Bytes that the allocator has handed out and not got back. Nothing under sanitizers, which bring their own.
std::optional<std::int64_t> heap_in_use();

std::uint64_t cpu_time_us();
std::uint64_t peak_resident_bytes();
unsigned thread_count();
unsigned open_descriptors();

}  // namespace trawl::worker
