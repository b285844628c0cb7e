// The one table of the daemon's metrics: name, type, help, what to alert on, and where the figure comes from.
// daemon.metrics, /metrics and docs/metrics.md show nothing else. Names follow Prometheus' conventions: base units,
// _total for counters, labels of bounded number (never a run, a URL or a message). Main thread.
#pragma once

#include <boost/json/array.hpp>
#include <span>
#include <string_view>

#include "api/engine_port.hpp"
#include "api/tally.hpp"

namespace trawl::api {

struct MetricSources {
  const Tally& tally;
  const DaemonView& daemon;
  const store::Counts& counts;
  const json::object& rpc;
  const std::vector<ScheduleView>& schedules;
};

// A sample is {labels: {...}, value} and, of histograms and summaries, suffix: "_bucket", "_sum" or "_count".
struct MetricFamily {
  std::string_view name;  // without _total
  std::string_view type;  // counter, gauge, histogram, summary
  std::string_view help;
  std::string_view alert;  // when a person should look; empty: it only explains
  json::array (*samples)(const MetricSources&);
};

std::span<const MetricFamily> metric_families();

// [{name, type, help, samples}]
json::array sample_metrics(const MetricSources&);

}  // namespace trawl::api
