// Random texts that nobody can guess: codes, tokens, ids of sessions. Any thread.
#pragma once

#include <cstddef>
#include <string>

namespace trawl {

// `bytes` random bytes (at most 256) of the kernel's generator, as twice as many hexadecimal digits. Throws
// std::system_error when the kernel has none.
std::string random_hex(std::size_t bytes);

}  // namespace trawl
