// The one table of the daemon's metrics: name, type, help, what to alert on, and where the figure comes from.
// daemon.metrics, /metrics and docs/metrics.md show nothing else. Names follow Prometheus' conventions: base units,
// _total for counters, labels of bounded number (never a run, a URL or a message). Main thread.
#pragma once

#include <span>
#include <string_view>

#include "api/engine_port.hpp"
#include "api/metric_family.hpp"
#include "api/tally.hpp"

namespace trawl::api {

struct MetricSources {
  const Tally& tally;
  const DaemonView& daemon;
  const store::Counts& counts;
  const json::object& rpc;
  const std::vector<ScheduleView>& schedules;
};

std::span<const MetricFamily<MetricSources>> metric_families();

}  // namespace trawl::api
