// Takes from this process what a plugin must not have. Called once, before anything foreign is loaded,
// while there is one thread.
#pragma once

#include <cstdint>
#include <optional>

#include <sys/types.h>

namespace trawl::worker {

struct SandboxLimits {
  std::uint64_t memory_bytes = 0;  // of address space; 0: none
  std::uint64_t cpu_seconds = 0;   // 0: none
  std::uint64_t file_bytes = 0;    // how long a file may grow by its writing
  int highest_fd = 2;              // every descriptor above it is closed
  std::optional<pid_t> parent;     // whose death ends this process too
};

// Throws std::system_error when a part of the sandbox cannot be put up: then nothing may be loaded.
void enter_sandbox(const SandboxLimits&);

}  // namespace trawl::worker
