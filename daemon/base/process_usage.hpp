// What this process costs, as /proc tells it. Any thread.
#pragma once

#include <cstdint>

namespace trawl {

struct ProcessUsage {
  double cpu_seconds = 0;  // user and system, of all threads
  std::uint64_t resident_bytes = 0, open_fds = 0, max_fds = 0;
};

// Figures that cannot be read are 0.
ProcessUsage process_usage();

}  // namespace trawl
