#include "trawl-httpd/descriptors.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace trawl::httpd {
namespace {

constexpr rlim_t others = 64;  // listeners, the daemon's socket, files, the one that is refused

}  // namespace

std::size_t make_room_for(std::size_t connections) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return connections;
  const rlim_t wanted = connections + others;
  if (limit.rlim_cur < wanted) {
    const rlimit raised{.rlim_cur = std::min(wanted, limit.rlim_max), .rlim_max = limit.rlim_max};
    if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  }
  if (limit.rlim_cur >= wanted) return connections;
  return std::max<rlim_t>(limit.rlim_cur, others + 1) - others;
}

}  // namespace trawl::httpd
