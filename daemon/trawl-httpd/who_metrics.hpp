// What the door has counted since the start. Values; the adapter's one thread.
#pragma once

#include <cstddef>
#include <cstdint>

namespace trawl::httpd {

struct WhoMetrics {
  std::uint64_t by_peer = 0, by_token = 0, by_session = 0;  // requests let in, by how
  std::uint64_t missing = 0;    // refused: nothing shown, or a session that is over
  std::uint64_t wrong = 0;      // refused: a token or code that is none, or no more
  std::uint64_t throttled = 0;  // refused: wrong, once too often
  std::uint64_t sessions_opened = 0;
  std::size_t sessions = 0;  // open now
  std::size_t tokens = 0;    // in the file
  std::uint64_t token_reloads_failed = 0;
};

}  // namespace trawl::httpd
