#include "trawl-worker/measure.hpp"

#include <fcntl.h>
#include <malloc.h>
#include <time.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace trawl::worker {
namespace {

#ifdef TRAWL_SANITIZED
constexpr bool can_measure_heap = false;
#else
constexpr bool can_measure_heap = true;
#endif

std::int64_t handed_out() {
  const struct mallinfo2 info = ::mallinfo2();
  return static_cast<std::int64_t>(info.uordblks + info.hblkhd);
}

// A number after "NAME:" in /proc/self/status; 0 when it is not there.
std::uint64_t status_number(std::string_view name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with(name)) continue;
    std::uint64_t value = 0;
    std::istringstream(line.substr(name.size())) >> value;
    return value;
  }
  return 0;
}

// glibc keeps some freed blocks of each small size for the next malloc() and counts them as in use. They are
// found by taking them: what malloc() gives without the count going up was such a block.
std::int64_t cached_blocks() {
  constexpr std::size_t smallest = 24, largest = 1032, step = 16;
  constexpr std::size_t per_size = 7;
  constexpr std::int64_t overhead = 8;
  static std::array<void*, per_size*((largest - smallest) / step + 1)> taken;
  const std::int64_t before = handed_out();
  std::int64_t bytes = 0;
  std::size_t count = 0;
  for (std::size_t size = smallest; size <= largest; size += step) {
    for (std::size_t i = 0; i < per_size; ++i) {
      void* const block = std::malloc(size);
      bytes += static_cast<std::int64_t>(::malloc_usable_size(block)) + overhead;
      taken[count++] = block;
    }
  }
  const std::int64_t after = handed_out();
  for (void* block : taken) std::free(block);
  return bytes - (after - before);
}

}  // namespace

std::optional<std::int64_t> heap_in_use() {
  if (!can_measure_heap) return std::nullopt;
  const std::int64_t all = handed_out();
  return all - cached_blocks();
}

std::uint64_t cpu_time_us() {
  timespec spent{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
  return static_cast<std::uint64_t>(spent.tv_sec) * 1'000'000 +
         static_cast<std::uint64_t>(spent.tv_nsec) / 1000;
}

std::uint64_t peak_resident_bytes() {
  return status_number("VmHWM:") * 1024;
}

unsigned thread_count() {
  return static_cast<unsigned>(status_number("Threads:"));
}

// /proc/self/fd is a folder, which the sandbox does not let it read.
unsigned open_descriptors() {
  constexpr int most = 1024;
  unsigned count = 0;
  for (int fd = 0; fd < most; ++fd) count += ::fcntl(fd, F_GETFD) >= 0 ? 1 : 0;
  return count;
}

}  // namespace trawl::worker
