#include "base/random.hpp"

#include <sys/random.h>

#include <array>
#include <cassert>
#include <cerrno>
#include <system_error>

namespace trawl {

std::string random_hex(std::size_t bytes) {
  std::array<unsigned char, 256> random{};
  assert(bytes <= random.size());
  // Up to 256 bytes come whole, once the generator has been seeded; before, a signal may interrupt the wait.
  ssize_t size = -1;
  do size = getrandom(random.data(), bytes, 0);
  while (size < 0 && errno == EINTR);
  if (size != static_cast<ssize_t>(bytes))
    throw std::system_error(errno, std::system_category(), "getrandom");
  std::string text;
  for (std::size_t i = 0; i < bytes; ++i) {
    text += "0123456789abcdef"[random[i] >> 4];
    text += "0123456789abcdef"[random[i] & 15];
  }
  return text;
}

}  // namespace trawl
