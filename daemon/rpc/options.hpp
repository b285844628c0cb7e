// The limits of the socket, each with the error that names it. Values; tests make them small.
#pragma once

#include <cstddef>

#include "base/time.hpp"

namespace trawl::rpc {

struct ServerOptions {
  // A message.
  std::size_t max_line_bytes = 1 << 20;  // frame_too_large, then the connection is closed
  std::size_t max_depth = 32;            // parse_error
  std::size_t max_batch = 64;            // invalid_request
  std::size_t max_id_bytes = 128;        // invalid_request

  // A connection.
  std::size_t max_in_flight = 32;            // then the server stops reading until one is answered
  std::size_t max_unsent_bytes = 256 << 10;  // then it stops reading until the peer has read
  std::size_t max_streams = 16;              // too_many_streams
  Millis line_timeout{30'000};               // from a line's first byte to its end: timeout, then closed
  Millis idle_timeout{600'000};              // without a request, a call or a stream: closed
  Millis stall_timeout{30'000};              // with bytes to send and none taken: closed
  Millis heartbeat{15'000};                  // of each stream that has nothing else to tell

  // All connections.
  std::size_t max_connections = 256;  // overloaded, then closed
  std::size_t max_connections_per_uid = 128;
  std::size_t reserved_connections = 8;  // of max_connections: for operators, admins and uid 0
  std::size_t max_streams_per_uid = 64;  // too_many_streams
  Millis sweep_every{1'000};             // how often the times above are looked at
  Millis goodbye{1'000};                 // at the end of the daemon, for calls of who has connected already
};

}  // namespace trawl::rpc
