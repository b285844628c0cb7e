// The limits of the HTTP side, each with the answer that names it, and what it counts. Values; tests make the
// limits small. The adapter's one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/time.hpp"

namespace trawl::httpd {

struct ServerOptions {
  std::size_t max_head_bytes = 16 << 10;  // head_too_large (431), then closed
  std::size_t max_body_bytes = 1 << 20;   // body_too_large (413), then closed
  std::size_t max_connections = 1024;     // overloaded (503), then closed
  Millis head_timeout{5'000};             // from a request's first byte to the end of its head: 408
  Millis body_timeout{30'000};            // from there to the end of its body: 408
  Millis idle_timeout{60'000};            // between requests: closed
  Millis stall_timeout{30'000};           // with bytes to send and none taken: closed
  Millis goodbye{3'000};                  // at the end of the program, for answers that are under way
  Millis sweep_every{250};                // how often the times above are looked at
};

struct ServerMetrics {
  std::uint64_t connections_accepted = 0, connections_open = 0, connections_refused = 0;
  std::uint64_t bytes_in = 0, bytes_out = 0;
  std::array<std::uint64_t, 5> answers = {};  // by class of status: [0] is 1xx
  std::uint64_t answers_crashed = 0;          // internal_error: a handler threw
  std::uint64_t refused_by_gate = 0;          // no HTTP as it must be, or another site's page
  std::uint64_t timed_out = 0;                // head or body did not come
  std::uint64_t stalled = 0;                  // the peer did not read
  std::uint64_t streams_opened = 0, streams_open = 0;
};

}  // namespace trawl::httpd
