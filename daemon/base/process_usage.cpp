#include "base/process_usage.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace trawl {
namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

std::uint64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t size = 0, resident = 0;
  if (!(file >> size >> resident)) return 0;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::uint64_t open_fds() {
  std::error_code fault;
  std::uint64_t count = 0;
  for (std::filesystem::directory_iterator entry("/proc/self/fd", fault), end; !fault && entry != end;
       entry.increment(fault))
    ++count;
  return count == 0 ? 0 : count - 1;  // without the one that looks
}

}  // namespace

ProcessUsage process_usage() {
  ProcessUsage usage;
  rusage times{};
  if (::getrusage(RUSAGE_SELF, &times) == 0)
    usage.cpu_seconds = seconds(times.ru_utime) + seconds(times.ru_stime);
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) usage.max_fds = limit.rlim_cur;
  usage.resident_bytes = resident_bytes();
  usage.open_fds = open_fds();
  return usage;
}

}  // namespace trawl
