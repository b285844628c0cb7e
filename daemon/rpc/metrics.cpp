#include "rpc/metrics.hpp"

namespace trawl::rpc {

boost::json::object Metrics::to_json() const {
  return {
      {"connections_accepted", connections_accepted},
      {"connections_open", connections_open},
      {"refused_total", refused_total},
      {"refused_per_uid", refused_per_uid},
      {"refused_no_credentials", refused_no_credentials},
      {"requests", requests},
      {"notifications", notifications},
      {"batches", batches},
      {"replies", replies},
      {"errors", errors},
      {"bytes_in", bytes_in},
      {"bytes_out", bytes_out},
      {"lines_too_large", lines_too_large},
      {"lines_not_json", lines_not_json},
      {"batches_too_large", batches_too_large},
      {"reading_paused", reading_paused},
      {"closed_line_timeout", closed_line_timeout},
      {"closed_idle", closed_idle},
      {"closed_stalled", closed_stalled},
      {"calls_cancelled", calls_cancelled},
      {"calls_timed_out", calls_timed_out},
      {"calls_crashed", calls_crashed},
      {"streams_opened", streams_opened},
      {"streams_open", streams_open},
      {"streams_refused", streams_refused},
      {"events_sent", events_sent},
      {"ticks_sent", ticks_sent},
      {"heartbeats_sent", heartbeats_sent},
  };
}

}  // namespace trawl::rpc
