// How much memory the process holds, for tests that say "and it is no larger".
#pragma once

#include <cstddef>
#include <fstream>

namespace trawl::tests {

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TRAWL_TESTS_SANITIZED
#endif
#endif

// Resident bytes; always 0 under a sanitizer, which keeps freed memory.
inline std::size_t resident_bytes() {
#ifdef TRAWL_TESTS_SANITIZED
  return 0;
#else
  std::ifstream statm("/proc/self/statm");
  std::size_t total = 0, resident = 0;
  statm >> total >> resident;
  return resident * 4096;
#endif
}

}  // namespace trawl::tests
