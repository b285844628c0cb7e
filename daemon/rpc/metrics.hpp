// What the socket counts: every limit that was hit, and the traffic. Main thread.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>

namespace trawl::rpc {

struct Metrics {
  std::uint64_t connections_accepted = 0, connections_open = 0;
  std::uint64_t refused_total = 0, refused_per_uid = 0, refused_no_credentials = 0;
  std::uint64_t requests = 0, notifications = 0, batches = 0, replies = 0, errors = 0;
  std::uint64_t bytes_in = 0, bytes_out = 0;
  std::uint64_t lines_too_large = 0, lines_not_json = 0, batches_too_large = 0;
  std::uint64_t reading_paused = 0;  // by max_in_flight or max_unsent_bytes
  std::uint64_t closed_line_timeout = 0, closed_idle = 0, closed_stalled = 0;
  std::uint64_t calls_cancelled = 0, calls_timed_out = 0, calls_crashed = 0;
  std::uint64_t streams_opened = 0, streams_open = 0, streams_refused = 0;
  std::uint64_t events_sent = 0, ticks_sent = 0, heartbeats_sent = 0;

  boost::json::object to_json() const;
};

}  // namespace trawl::rpc
