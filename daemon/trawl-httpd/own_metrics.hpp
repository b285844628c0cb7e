// The adapter's own metrics, as one table beside the daemon's (api/metric_families.hpp). The adapter's one thread.
#pragma once

#include <span>
#include <string>

#include "api/metric_family.hpp"
#include "trawl-httpd/server_options.hpp"
#include "trawl-httpd/who_metrics.hpp"

namespace trawl::httpd {

struct OwnSources {
  bool daemon_is_up = false;
  const ServerMetrics& server;
  const WhoMetrics& who;
};

std::span<const api::MetricFamily<OwnSources>> own_families();

// Every family of the daemon and of the adapter as a table in Markdown: docs/metrics.md.
std::string metrics_document();

}  // namespace trawl::httpd
